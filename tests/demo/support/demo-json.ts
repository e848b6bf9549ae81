import { Artist, ImportLedger, ImportStatus } from '@setvote/sdk'
import { z } from 'zod'

const count = z.int().nonnegative()
const calls = z.strictObject({ made: count, estimated: count.nullable() })

/** The object that `--json` promises. Instants are texts in JSON. */
export const DemoJson = z.strictObject({
  import: z.strictObject({
    status: ImportStatus.exclude(['running']),
    phase1Ms: count.nullable(),
    totalMs: count,
    ledger: z.strictObject({ ...ImportLedger.shape, gaps: z.array(z.looseObject({ reason: z.string() })) }),
  }),
  artist: z.looseObject({ name: Artist.shape.name, externalIds: Artist.shape.externalIds }).nullable(),
  counts: z.strictObject({ shows: count, venues: count, songs: count, setlists: count }),
  calls: z.strictObject({ spotify: calls, ticketmaster: calls, setlistfm: calls, musicbrainz: calls }),
})
export type DemoJson = z.infer<typeof DemoJson>

/** Reads the last line of the output. */
export function readDemoJson(stdout: string): DemoJson {
  return DemoJson.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''))
}
