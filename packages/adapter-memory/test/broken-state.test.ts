import { artistDraft, ballotDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import { systemClock, uuidIds } from '@setvote/sdk/storage'
import { expect, it } from 'vitest'
import { createMemoryCatalog } from '../src/create-memory-catalog.ts'
import { createMemoryOps } from '../src/create-memory-ops.ts'
import { createMemoryVotes } from '../src/create-memory-votes.ts'
import { artistKind } from '../src/kinds/artist-kind.ts'
import { setlistKind } from '../src/kinds/setlist-kind.ts'
import { showKind } from '../src/kinds/show-kind.ts'
import { createMemoryState } from '../src/state.ts'

/** Ports over a state that a test can break from outside. */
async function openState() {
  const state = createMemoryState(systemClock, uuidIds())
  const { tables } = state
  const votes = createMemoryVotes(state)
  const { entity: artist } = await createMemoryCatalog(state, artistKind, tables.artists).save(artistDraft())
  const { entity: show } = await createMemoryCatalog(state, showKind, tables.shows).save(showDraft())
  const { entity: setlist } = await createMemoryCatalog(state, setlistKind, tables.setlists).save(
    setlistDraft({
      artistId: artist.id,
      showId: show.id,
      songs: [{ title: 'Low Tide' }, { title: 'Lantern' }],
    }),
  )
  const [one, two] = setlist.songs.map(({ id }) => id)
  const ballots = [one!, two!].map((setlistSongId) => ballotDraft({ fanId: 'a', setlistSongId }))
  await votes.castMany(ballots, { perDay: null })
  return { state, votes, ops: createMemoryOps(state), artist, show, setlist, song: one! }
}

it('an audit names every count that is wrong, and a rebuild repairs it', async () => {
  const { state, votes, ops, show, setlist, song } = await openState()
  const { sheets } = state.box
  sheets.song.set(song, { upvotes: 7, quarantined: 0 })
  sheets.setlist.set(setlist.id, { upvotes: 2, quarantined: 3 })
  sheets.show.delete(show.id)
  expect(await votes.audit()).toEqual({
    ballots: 2,
    status: 'wrong',
    differences: [
      { subject: 'song', id: song, counted: 7, actual: 1 },
      { subject: 'setlist', id: setlist.id, counted: 3, actual: 0 },
      { subject: 'show', id: show.id, counted: 0, actual: 2 },
    ],
  })
  const { status, problems } = await ops.integrity()
  expect([status, problems.length]).toEqual(['broken', 3])
  expect(problems[0]).toEqual({ kind: 'ballots', id: song, problem: 'counted 7 for this song, not 1' })
  expect(await votes.rebuild()).toEqual({ repaired: 3 })
  expect(await votes.audit()).toEqual({ ballots: 2, status: 'exact', differences: [] })
  expect((await votes.tally({ showId: show.id }))?.show.upvotes).toBe(2)
})

it('integrity names every link to nothing', async () => {
  const { state, ops, artist, show, setlist } = await openState()
  expect(await ops.integrity()).toEqual({ status: 'sound', problems: [] })
  state.follows.set('a', 'gone', new Date(0))
  state.tables.artists.delete(artist.id)
  state.tables.shows.delete(show.id)
  expect(await ops.integrity()).toEqual({
    status: 'broken',
    problems: [
      { kind: 'setlists', id: setlist.id, problem: `points to nothing among the artists: ${artist.id}` },
      { kind: 'setlists', id: setlist.id, problem: `points to nothing among the shows: ${show.id}` },
      { kind: 'follows', id: 'gone', problem: 'belongs to nothing that is stored' },
    ],
  })
})
