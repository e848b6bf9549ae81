import { readRecorded, recordedFiles } from '../../support/recorded.ts'

/** A recorded thing, and where it was found. */
export interface RecordedThing {
  readonly file: string
  readonly thing: object
  /** What it stands in. */
  readonly parent: object | null
}

/** Finds the things of one service that fit, wherever they stand in its recorded answers. */
export function recordedThings(
  service: string,
  fits: (thing: object, parent: object | null, key: string) => boolean,
): RecordedThing[] {
  const files = recordedFiles().filter(
    (file) =>
      file.startsWith(`${service}/`) &&
      /\.json$/.test(file) &&
      !/\/(openapi|sequences|datasets|errors)\//.test(file),
  )
  return files.flatMap((file) => {
    const found: RecordedThing[] = []
    const visit = (value: unknown, parent: object | null, key: string): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Array.isArray(value) && fits(value, parent, key)) found.push({ file, thing: value, parent })
      for (const [name, item] of Object.entries(value)) {
        visit(item, Array.isArray(value) ? parent : value, Array.isArray(value) ? key : name)
      }
    }
    visit(JSON.parse(readRecorded(file)), null, '')
    return found
  })
}
