import { generateMersenne53Randomizer } from '@faker-js/faker'
import { isVotableSetlistSong, type Setlist, type Setvote } from '@setvote/sdk'

export interface DemoFan {
  readonly id: string
  /** The songs that this fan wants, the dearest first. */
  readonly wishes: readonly string[]
  /** Taps the first one twice. */
  readonly isHasty: boolean
}

export interface CrowdOptions {
  readonly fans: number
  /** The same seed gives the same crowd. */
  readonly seed: number
}

interface Choice {
  readonly id: string
  readonly weight: number
}

/** Of a hundred fans: so many want to hear everything, and meet the daily limit; so many tap twice. */
const insatiable = 6
const hasty = 10

/** Most fans want two to eight songs of a setlist: well-known ones far more often than others. */
export async function gatherCrowd(
  setvote: Setvote,
  setlist: Setlist,
  { fans, seed }: CrowdOptions,
): Promise<DemoFan[]> {
  const choices = await toChoices(setvote, setlist)
  const chance = generateMersenne53Randomizer(seed)
  return Array.from({ length: fans }, (_, index) => {
    const isInsatiable = chance.next() * 100 < insatiable
    const isHasty = chance.next() * 100 < hasty
    const wanted = isInsatiable ? choices.length : 2 + Math.floor(7 * chance.next() ** 1.5)
    // Of this show: in a store that is kept, the same crowd comes back to the same show.
    const id = `demo-fan-${index + 1}-${setlist.showId}`
    return { id, wishes: draw(choices, () => chance.next()).slice(0, wanted), isHasty }
  })
}

/** Zipf's law over the songs by their popularity; songs of which none is known come last, as they are expected. */
async function toChoices({ songs }: Setvote, setlist: Setlist): Promise<Choice[]> {
  const known = await Promise.all(
    setlist.songs.filter(isVotableSetlistSong).map(async ({ id, songId }) => {
      const song = songId ? await songs.find(songId) : null
      return { id, popularity: song?.popularity ?? -1 }
    }),
  )
  return known
    .toSorted((a, b) => b.popularity - a.popularity)
    .map(({ id }, rank) => ({ id, weight: (rank + 1) ** -0.8 }))
}

/** All of the choices in an order drawn by weight (Efraimidis and Spirakis, 2006). */
const draw = (choices: readonly Choice[], chance: () => number): string[] =>
  choices
    .map(({ id, weight }) => ({ id, key: -Math.log(1 - chance()) / weight }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ id }) => id)
