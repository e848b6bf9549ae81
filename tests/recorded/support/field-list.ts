import { expect } from 'vitest'

/**
 * The fields of one kind of wire thing: those that reach our own words, with a check that what was recorded got
 * there, and those that are ignored on purpose, with the reason. Places are written `venue.city.name`,
 * `images[].url`, and `externalLinks.*` for any name.
 */
export interface FieldList<Arrived> {
  readonly read: Readonly<Record<string, Check<Arrived>>>
  /** A place stands for everything below it. */
  readonly ignored: Readonly<Record<string, string>>
}

/** Throws when the recorded value is not in what it became. `thing` is the whole recorded thing. */
export type Check<Arrived> = (arrived: Arrived, value: unknown, thing: unknown) => void

/** Expects every field of a recorded thing to be on the list, and those that are read to have arrived. */
export function expectNothingLost<Arrived>(list: FieldList<Arrived>, thing: unknown, arrived: Arrived): void {
  const visit = (value: unknown, place: string, isIgnored: boolean): void => {
    const check = entryOf(list.read, place)
    if (check) {
      check(arrived, value, thing)
      return
    }
    const ignored = isIgnored || entryOf(list.ignored, place) !== undefined
    if (ignored && !isReadBelow(list, place)) return
    if (Array.isArray(value)) for (const item of value) visit(item, `${place}[]`, ignored)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value))
        visit(item, place ? `${place}.${name}` : name, ignored)
    } else if (value !== null && !ignored) {
      expect.unreachable(`${place} is on neither list: ${JSON.stringify(value)}`)
    }
  }
  visit(thing, '', false)
}

const isReadBelow = ({ read }: FieldList<never>, place: string): boolean =>
  Object.keys(read).some((each) => each.startsWith(`${place}.`) || each.startsWith(`${place}[`))

const entryOf = <Entry>(entries: Readonly<Record<string, Entry>>, place: string): Entry | undefined =>
  Object.hasOwn(entries, place) ? entries[place] : entries[place.replace(/(?<=^externalLinks\.)[^.[]+/, '*')]

/** Text without stray spaces; null when there is none. */
export const plain = (value: unknown): string | null =>
  typeof value === 'string' ? value.trim().replaceAll(/\s+/g, ' ') || null : null

/** Arrives as the same text, or among several. */
export const text =
  <Arrived>(find: (arrived: Arrived) => unknown): Check<Arrived> =>
  (arrived, value) =>
    expectFound(find(arrived), plain(value))

/** Arrives as the same value, or among several. */
export const same =
  <Arrived>(find: (arrived: Arrived) => unknown): Check<Arrived> =>
  (arrived, value) =>
    expectFound(find(arrived), value)

/** Arrives as that instant. */
export const instant =
  <Arrived>(find: (arrived: Arrived) => unknown): Check<Arrived> =>
  (arrived, value) =>
    expect(find(arrived)).toEqual(value === null ? null : new Date(String(value)))

function expectFound(found: unknown, expected: unknown): void {
  if (Array.isArray(found)) {
    if (expected !== null) expect(found).toContainEqual(expected)
  } else expect(found ?? null).toEqual(expected)
}
