import { isVotable, type Song, songKinds } from '../domain/song.ts'

export interface CatalogPick {
  readonly song: Song
  readonly probability: number
  readonly reason: string
}

/** How many songs an evening has when no evening is known. */
const usualLength = 15
/** Even the best known song is a guess: this is the first one's chance, and after so many places half of it is left. */
const firstChance = 0.5
const halfAfter = 10

/**
 * What an artist of whom no setlist is known may play: the most popular songs; among equals, or where no popularity is
 * known, studio recordings before others and new ones before old ones. A guess, and the probabilities say so: they
 * are low and follow from the rank alone.
 */
export const predictFromCatalog = (songs: readonly Song[]): readonly CatalogPick[] =>
  songs
    .filter(isVotable)
    .toSorted(
      (a, b) =>
        (b.popularity ?? -1) - (a.popularity ?? -1) ||
        songKinds.indexOf(a.kind) - songKinds.indexOf(b.kind) ||
        compare(b.releasedOn ?? '', a.releasedOn ?? '') ||
        compare(a.id, b.id),
    )
    .slice(0, usualLength)
    .map((song, rank) => ({
      song,
      probability: firstChance * 2 ** (-rank / halfAfter),
      reason: `no past setlist is known; ${merit(song)}`,
    }))

function merit({ popularity, kind, releasedOn }: Song): string {
  if (popularity !== null) return `popularity ${popularity} of 100`
  const year = releasedOn === null ? '' : ` of ${releasedOn.slice(0, 4)}`
  return kind === 'unrecorded' ? 'a song of the artist' : `a ${kind} recording${year}`
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
