import type { PredictionOutcome } from '@setvote/sdk'
import type { Setlist } from '@setvote/sdk/storage'
import { beforeEach, describe, expect, it } from 'vitest'
import { at, openStage, type Stage, source, titlesOf, vote } from './support.ts'

let stage: Stage

beforeEach(async () => {
  stage = await openStage()
})

const usual = ['Opener', 'Second', 'Third', 'Closer']

async function playUsual(nights = 6, songs: readonly string[] = usual, month = '10'): Promise<void> {
  for (let night = 1; night <= nights; night++) {
    await stage.played(`2026-${month}-${String(2 * night).padStart(2, '0')}`, songs, 'Harbor Lights')
  }
}

const setlistOf = (outcome: PredictionOutcome): Setlist => {
  if (!('setlist' in outcome)) throw new Error(`no setlist: ${outcome.status}`)
  return outcome.setlist
}

describe('a prediction from past setlists', () => {
  it('is stored as the predicted setlist of the show', async () => {
    const opener = await stage.song('Opener')
    for (const day of ['2026-11-11', '2026-11-12', '2026-11-14']) {
      await stage.played(
        day,
        [
          { title: 'Intro tape', tape: true },
          { title: 'Opener', songId: opener.id },
          { title: 'Second', originalArtist: { name: 'Somebody', mbid: null } },
          { title: 'Third' },
          { title: 'Closer', part: { name: null, encore: 1 } },
        ],
        'Harbor Lights',
      )
    }
    const show = await stage.show()
    const outcome = await stage.prediction.predict(show.id)
    expect(outcome).toMatchObject({ status: 'predicted', basis: 'setlists' })
    const setlist = setlistOf(outcome)
    expect(await stage.storage.setlists.find(setlist.id)).toEqual(setlist)
    expect(setlist).toMatchObject({
      kind: 'predicted',
      showId: show.id,
      artistId: stage.artistId,
      localDate: '2026-12-01',
      locked: false,
      externalIds: [{ service: 'setvote', id: `predicted:${show.id}:${stage.artistId}` }],
    })
    expect(titlesOf(setlist)).toEqual(usual)
    const [first, second, , last] = setlist.songs
    expect(first).toMatchObject({ songId: opener.id, tape: false, part: { encore: null } })
    expect(first!.probability).toBeGreaterThan(0.9)
    expect(first!.reason).toBe('played at 3 of the last 3 shows of this tour')
    expect(second!.originalArtist).toEqual({ name: 'Somebody', mbid: null })
    expect(last!.part).toEqual({ name: null, encore: 1 })
  })

  it('writes nothing when nothing has changed', async () => {
    await playUsual()
    const show = await stage.show()
    const first = await stage.prediction.setlistFor(show.id)
    await stage.clock.advance(60_000)
    expect(await stage.prediction.setlistFor(show.id)).toEqual(first)
  })

  it('keeps the ids of its songs when it is made again', async () => {
    await playUsual()
    const show = await stage.show()
    const first = await stage.prediction.setlistFor(show.id)
    await playUsual(6, ['Opener', 'New', 'Closer', 'Second'], '11')
    const second = await stage.prediction.setlistFor(show.id)
    expect(second.id).toBe(first.id)
    expect(titlesOf(second)).toContain('New')
    const idOf = (setlist: Setlist, title: string) => setlist.songs.find((song) => song.title === title)?.id
    for (const title of ['Opener', 'Second', 'Closer']) expect(idOf(second, title)).toBe(idOf(first, title))
  })

  it('keeps a song with ballots that is no longer expected, last, and drops one without', async () => {
    await playUsual(4, [...usual, 'Loved', 'Forgotten'])
    const show = await stage.show()
    const first = await stage.prediction.setlistFor(show.id)
    const loved = first.songs.find(({ title }) => title === 'Loved')!
    await vote(stage.storage, loved.id, ['fan_1', 'fan_2'])
    await playUsual(12, usual, '11')
    const second = await stage.prediction.setlistFor(show.id)
    expect(titlesOf(second)).toEqual([...usual, 'Loved'])
    const kept = second.songs.at(-1)!
    expect(kept).toMatchObject({ id: loved.id, reason: 'no longer expected; kept for its votes' })
    expect(kept.probability).toBeLessThan(0.5)
    const tally = await stage.storage.votes.tally({ setlistId: second.id })
    expect(tally!.songs.find(({ id }) => id === loved.id)!.upvotes).toBe(2)
    expect((await stage.storage.votes.audit()).status).toBe('exact')
  })

  it('is one setlist when it is asked for many times at once', async () => {
    await playUsual()
    const show = await stage.show()
    const setlists = await Promise.all(Array.from({ length: 8 }, () => stage.prediction.setlistFor(show.id)))
    expect(new Set(setlists.map(({ id }) => id)).size).toBe(1)
    expect(new Set(setlists.map(({ songs }) => songs[0]!.id)).size).toBe(1)
    const { items } = await stage.storage.setlists.list({ showId: show.id })
    expect(items).toHaveLength(1)
  })

  it('knows only what was played before the day of the show', async () => {
    await playUsual()
    const show = await stage.show({ localDate: '2026-11-30' })
    await stage.played('2026-11-30', ['Other', 'Same day'])
    await stage.played('2026-12-05', ['Other', 'Later'])
    expect(titlesOf(await stage.prediction.setlistFor(show.id))).toEqual(usual)
  })

  it('learns from nothing but what was played', async () => {
    await playUsual()
    const past = await stage.show({ localDate: '2026-11-10' })
    await stage.storage.setlists.save({
      showId: past.id,
      artistId: stage.artistId,
      kind: 'fan',
      fanId: 'fan_1',
      localDate: '2026-11-10',
      songs: [{ title: 'Wish' }],
      externalIds: [],
      source,
    })
    const show = await stage.show()
    expect(titlesOf(await stage.prediction.setlistFor(show.id))).toEqual(usual)
  })

  it('takes one song for one song, however it is written', async () => {
    const song = await stage.song('Rock & Roll')
    for (const [night, title] of ['Rock ’n’ Roll', 'Rock and Roll', 'Rock & Roll'].entries()) {
      const linked = night === 1 ? { songId: song.id } : {}
      await stage.played(`2026-11-1${night}`, [{ title, ...linked }, { title: 'Other' }])
    }
    const { songs } = await stage.prediction.setlistFor((await stage.show()).id)
    expect(songs.map(({ title }) => title)).toEqual(['Rock & Roll', 'Other'])
    expect(songs[0]!.reason).toBe('played at 3 of the last 3 shows')
  })

  it('goes through the shows that come before', async () => {
    for (let night = 10; night < 31; night++) {
      await stage.played(`2026-10-${night}`, night % 2 === 0 ? ['Even 1', 'Even 2'] : ['Odd 1', 'Odd 2'])
    }
    const shows = []
    for (const day of ['2026-12-01', '2026-12-02', '2026-12-03'])
      shows.push(await stage.show({ localDate: day }))
    const first = await Promise.all(shows.map(({ id }) => stage.prediction.setlistFor(id)))
    expect(first.map((setlist) => titlesOf(setlist)[0])).toEqual(['Odd 1', 'Even 1', 'Odd 1'])
  })

  it('leaves what an operator has decided', async () => {
    await playUsual()
    const show = await stage.show()
    const { id } = await stage.prediction.setlistFor(show.id)
    const decided = await stage.storage.setlists.save({
      id,
      showId: show.id,
      artistId: stage.artistId,
      kind: 'predicted',
      songs: [{ title: 'Decided' }],
      externalIds: [],
      source: { ...source, service: 'operator' },
    })
    expect(titlesOf(decided.entity)).toEqual(['Decided'])
    expect(titlesOf(await stage.prediction.setlistFor(show.id))).toEqual(['Decided'])
  })
})

describe('a prediction without past setlists', () => {
  it('comes from the catalog and says so', async () => {
    await stage.song('Known', { popularity: 40 })
    const loved = await stage.song('Loved', { popularity: 90 })
    const show = await stage.show()
    const outcome = await stage.prediction.predict(show.id)
    expect(outcome).toMatchObject({ status: 'predicted', basis: 'catalog' })
    const { songs } = setlistOf(outcome)
    expect(songs.map(({ title }) => title)).toEqual(['Loved', 'Known'])
    expect(songs[0]).toMatchObject({
      songId: loved.id,
      probability: 0.5,
      reason: 'no past setlist is known; popularity 90 of 100',
    })
  })

  it('gives way to the first setlist that becomes known, and its songs keep their ids', async () => {
    const loved = await stage.song('Loved', { popularity: 90 })
    await stage.song('Known')
    const show = await stage.show()
    const guessed = await stage.prediction.setlistFor(show.id)
    await stage.played('2026-11-20', [{ title: 'Second' }, { title: 'Loved', songId: loved.id }])
    const learned = await stage.prediction.setlistFor(show.id)
    expect(titlesOf(learned)).toEqual(['Second', 'Loved'])
    expect(learned.songs[1]!.id).toBe(guessed.songs[0]!.id)
  })
})

describe('what cannot be predicted', () => {
  it('is a show that does not exist', async () => {
    for (const ask of ['predict', 'setlistFor', 'compare'] as const) {
      await expect(stage.prediction[ask]('sho_missing')).rejects.toMatchObject({
        code: 'not-found',
        message: 'There is no show sho_missing in storage',
      })
    }
  })

  it('is a show of an artist of whom nothing is known', async () => {
    const show = await stage.show()
    expect(await stage.prediction.predict(show.id)).toEqual({ status: 'no-songs' })
    await expect(stage.prediction.setlistFor(show.id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await stage.storage.setlists.list({ showId: show.id })).items).toEqual([])
  })

  it('is a show with nobody in its lineup who has been imported', async () => {
    const name = 'Stranger'
    const lineup = [{ artistId: null, name, role: 'headliner' as const, ticketmasterId: null, mbid: null }]
    const show = await stage.show({ lineup })
    expect(await stage.prediction.predict(show.id)).toEqual({ status: 'no-artist' })
  })

  it('is a show that has begun', async () => {
    await playUsual()
    const show = await stage.show({ startsAt: at })
    expect(await stage.prediction.predict(show.id)).toEqual({ status: 'begun' })
    const past = await stage.show({ localDate: '2026-11-20' })
    expect(await stage.prediction.predict(past.id)).toEqual({ status: 'begun' })
  })
})

describe('a prediction that may not change any more', () => {
  it('stays as it was when the show has begun', async () => {
    await playUsual()
    const show = await stage.show({ localDate: '2026-11-21', startsAt: new Date('2026-11-21T19:00:00Z') })
    const before = await stage.prediction.setlistFor(show.id)
    await playUsual(8, ['Quite', 'Other'], '11')
    await stage.clock.advance(7 * 3_600_000)
    expect(await stage.prediction.predict(show.id)).toEqual({
      status: 'kept',
      reason: 'begun',
      setlist: before,
    })
  })

  it('stays as it was when it is locked', async () => {
    await playUsual()
    const show = await stage.show()
    const { id } = await stage.prediction.setlistFor(show.id)
    const { entity: locked } = await stage.storage.setlists.save({
      id,
      showId: show.id,
      artistId: stage.artistId,
      kind: 'predicted',
      locked: true,
      externalIds: [],
      source,
    })
    await playUsual(8, ['Quite', 'Other'], '11')
    expect(await stage.prediction.predict(show.id)).toEqual({
      status: 'kept',
      reason: 'locked',
      setlist: locked,
    })
  })
})
