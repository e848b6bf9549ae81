import { Artist, ImportLedger, ImportStatus, LocalDay, SetlistSong, TrendingFactors } from '@setvote/sdk'
import { z } from 'zod'

const count = z.int().nonnegative()
const calls = z.strictObject({ made: count, estimated: count.nullable() })

const prediction = z.strictObject({
  show: z.strictObject({
    id: z.string(),
    name: z.string(),
    localDate: LocalDay,
    startsAt: z.iso.datetime().nullable(),
    venue: z.strictObject({ name: z.string(), city: z.string().nullable() }).nullable(),
  }),
  basis: z.enum(['setlists', 'catalog']),
  songs: z.array(
    z.strictObject({
      ...SetlistSong.pick({ id: true, position: true, title: true }).shape,
      encore: z.int().positive().nullable(),
      probability: z.number().min(0).max(1),
      reason: z.string().min(1),
    }),
  ),
  milliseconds: count,
})

const votes = z.strictObject({
  fans: count,
  cast: count,
  counted: count,
  duplicates: count,
  limited: count,
  others: count,
  milliseconds: count,
  perSecond: count,
  tally: z.array(z.strictObject({ title: z.string(), upvotes: count })),
  audit: z.strictObject({
    clean: z.boolean(),
    status: z.enum(['exact', 'wrong']),
    ballots: count,
    differences: z.array(z.unknown()),
    milliseconds: count,
  }),
})

const place = { rank: z.int().positive(), name: z.string(), score: z.number(), factors: TrendingFactors }
const trending = z.strictObject({
  artists: z.array(z.strictObject({ artistId: z.string(), ...place })),
  shows: z.array(z.strictObject({ showId: z.string(), localDate: LocalDay.nullable(), ...place })),
  changed: count,
  ranked: count,
  milliseconds: count,
})

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
  /** Null when there is nothing to predict, and so nothing to vote on. */
  prediction: prediction.nullable(),
  votes: votes.nullable(),
  /** Null when the import has not come to its end. */
  trending: trending.nullable(),
})
export type DemoJson = z.infer<typeof DemoJson>

/** Reads the last line of the output. */
export function readDemoJson(stdout: string): DemoJson {
  return DemoJson.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''))
}
