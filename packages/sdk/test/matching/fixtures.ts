import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Fixture {
  readonly why: string
  readonly verdict: 'same' | 'different' | 'unsure'
}

/** Every case of a folder. To keep a mismatch from coming back, add a file: nothing else has to change. */
export function fixtures<Case extends Fixture>(folder: string): (Case & { readonly name: string })[] {
  const path = join(import.meta.dirname, folder)
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.json'.length),
      ...JSON.parse(readFileSync(join(path, file), 'utf8')),
    }))
}
