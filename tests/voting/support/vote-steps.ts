import fc from 'fast-check'

export const fans = ['ada', 'bob', 'cleo'] as const
export const artists = ['harbor', 'mill'] as const
export const shows = ['friday', 'saturday'] as const
/** Who plays where: a setlist each. */
export const setlists = {
  harborFriday: { artistId: 'harbor', showId: 'friday' },
  millFriday: { artistId: 'mill', showId: 'friday' },
  harborSaturday: { artistId: 'harbor', showId: 'saturday' },
} as const
export type SetlistName = keyof typeof setlists
export const setlistNames = Object.keys(setlists) as SetlistName[]
/** The song that every setlist of its artist begins with. */
export const linkedSong = { id: 'anthem', artistId: 'harbor' } as const

export const perDay = 3
export const beginsAt = '2026-11-21T20:00:00Z'
export const showStartsAt = new Date('2026-11-21T23:00:00Z')
export const days = ['2026-11-21', '2026-11-22']

export const songNumbers = [1, 2]

/** The id of the n-th song of a setlist. */
export const songOf = (setlist: SetlistName, n: number): string => `${setlist}-${n}`
export const songs = setlistNames.flatMap((setlist) => songNumbers.map((n) => songOf(setlist, n)))

export interface Act {
  readonly fan: string
  readonly act: 'casts' | 'retracts' | 'is quarantined' | 'is released'
  readonly song: string
}

export interface Cast {
  readonly fan: string
  readonly song: string
  readonly suspect: boolean
}

/** One thing that happens. */
export type Step =
  /** Different fans at the same time. */
  | { readonly together: readonly Act[] }
  /** Ballots of any fans in one call, one of them twice perhaps. */
  | { readonly castAtOnce: readonly Cast[] }
  /** Every ballot of a fan leaves the clean tally, or comes back. */
  | { readonly suspect: string; readonly isCleared: boolean }
  /** Voting on a show ends then. */
  | { readonly lock: string; readonly at: 'now' | 'in an hour' | 'after midnight' | 'the start' }
  /** A setlist has these songs now, and may be voted on or not. */
  | { readonly save: SetlistName; readonly songs: readonly number[]; readonly locked: boolean }
  | { readonly remove: 'artists' | 'shows' | 'songs' | 'setlists' | 'fans'; readonly id: string }
  /** Artists, shows and songs that were removed are there again; setlists are not. */
  | { readonly restore: 'all' }
  | { readonly waitHours: number }

/** A record that prints as one would write it. */
const plain = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { noNullPrototype: true })

const anyFan = fc.constantFrom(...fans)
const anySong = fc.constantFrom(...songs)

const act: fc.Arbitrary<Act> = plain({
  fan: anyFan,
  act: fc.constantFrom('casts', 'casts', 'retracts', 'is quarantined', 'is released'),
  song: anySong,
})

const removal: fc.Arbitrary<Step> = fc.oneof(
  ...Object.entries({ artists, shows, songs: [linkedSong.id], setlists: setlistNames, fans }).map(
    ([remove, ids]) => plain({ remove: fc.constant(remove as 'fans'), id: fc.constantFrom(...ids) }),
  ),
)

export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 10,
      arbitrary: plain({
        together: fc.uniqueArray(act, { minLength: 1, maxLength: fans.length, selector: ({ fan }) => fan }),
      }),
    },
    {
      weight: 4,
      arbitrary: plain({
        castAtOnce: fc.array(plain({ fan: anyFan, song: anySong, suspect: fc.boolean() }), {
          minLength: 1,
          maxLength: 8,
        }),
      }),
    },
    { weight: 2, arbitrary: plain({ suspect: anyFan, isCleared: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: plain({
        lock: fc.constantFrom(...shows),
        at: fc.constantFrom('now', 'in an hour', 'after midnight', 'the start'),
      }),
    },
    {
      weight: 2,
      arbitrary: plain({
        save: fc.constantFrom(...setlistNames),
        songs: fc.shuffledSubarray(songNumbers, { minLength: 1 }),
        locked: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: removal },
    { weight: 1, arbitrary: fc.constant({ restore: 'all' as const }) },
    { weight: 1, arbitrary: plain({ waitHours: fc.integer({ min: 1, max: 3 }) }) },
  ),
  { minLength: 1, maxLength: 30, size: 'max' },
)
