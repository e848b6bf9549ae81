import { type Artist, type ArtistReference, createSetvote, idsAt, type Setvote } from '@setvote/sdk'
import { gatherCrowd } from './gather-crowd.ts'
import { cancelWith } from './import-artist.ts'
import type { ServiceOptions } from './keys.ts'
import { predictNextShow } from './predict-next-show.ts'
import { voteInARush } from './vote-in-a-rush.ts'

/** More artists of the fake world, so that a board has something to rank. */
export interface OtherArtists {
  readonly references: readonly (ArtistReference & { readonly spotifyId: string })[]
  readonly services: ServiceOptions
}

export interface Elsewhere {
  readonly artists: number
  readonly ballots: number
}

/** Each crowd is that much smaller than the one before. */
const firstCrowd = 160
const shrink = 0.6

/** Imports artists who are not the one of the demo, and lets smaller crowds vote on the next show of each. */
export async function fillBoard(
  setvote: Setvote,
  { references, services }: OtherArtists,
  {
    besides,
    seed,
    signal,
  }: { readonly besides: Artist; readonly seed: number; readonly signal: AbortSignal },
): Promise<Elsewhere> {
  const importer = createSetvote({ storage: { ...setvote.storage, close: async () => {} }, ...services })
  // Each keeps its place, and with it its crowd, whoever is left out.
  const others = references
    .map((reference, place) => ({ reference, place }))
    .filter(({ reference }) => !idsAt(besides, 'spotify').includes(reference.spotifyId))
  try {
    const crowds = await Promise.all(
      others.map(async ({ reference, place }) => {
        const { id } = await importer.imports.start(reference, { signal })
        cancelWith(signal, () => importer.imports.cancel(id))
        const { artistId } = await importer.imports.finished(id)
        if (!artistId || signal.aborted) return 0
        const next = await predictNextShow(setvote, artistId)
        if ('whyNot' in next) return 0
        const fans = Math.round(firstCrowd * shrink ** place)
        const crowd = await gatherCrowd(setvote, next.setlist, { fans, seed: seed + place + 1 })
        const { outcomes } = await voteInARush(setvote, crowd, signal)
        return outcomes.counted
      }),
    )
    return { artists: others.length, ballots: crowds.reduce((sum, ballots) => sum + ballots, 0) }
  } finally {
    await importer.close()
  }
}
