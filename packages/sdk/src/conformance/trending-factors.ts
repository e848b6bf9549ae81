import assert from 'node:assert/strict'
import { days, hours } from '../core/duration.ts'
import { defaultTrendingOptions as options, type TrendingFactors } from '../domain/trending.ts'
import type { Storage } from '../storage/storage.ts'
import { isClose, refused } from './assertions.ts'
import { artistDraft, ballotDraft, headliner, showDraft, sourceOf } from './builders.ts'
import type { Test } from './harness.ts'
import { after, before, never, noon } from './instants.ts'
import { setStage } from './stage.ts'

const quiet: TrendingFactors = {
  recentVotes: 0,
  activeFans: 0,
  upcomingShows: 0,
  recentShows: 0,
  followers: 0,
  popularity: 0,
  hoursSinceActivity: null,
}

export function trendingFactors(test: Test): void {
  const ofArtist = (storage: Storage, id: string, at = noon) =>
    storage.trending.factors({ kind: 'artists', id, at, options })
  const ofShow = (storage: Storage, id: string, at = noon) =>
    storage.trending.factors({ kind: 'shows', id, at, options })

  test('an artist and a show of whom nothing is known have none; a thing that is not there has null', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const { entity: show } = await storage.shows.save(showDraft())
    assert.deepEqual(await ofArtist(storage, artist.id), quiet)
    assert.deepEqual(await ofShow(storage, show.id), quiet)
    assert.equal(await ofArtist(storage, show.id), null)
    assert.equal(await ofShow(storage, artist.id), null)
  })

  test('votes fade by half every half-life, in good standing and until now', async (storage) => {
    const { songs, artistId, showId } = await setStage(storage)
    const [one, two, three] = songs
    const at = (castAt: Date) => ({ castAt, day: castAt.toISOString().slice(0, 10) })
    await storage.votes.castMany(
      [
        ballotDraft({ fanId: 'a', setlistSongId: one, ...at(before(noon, hours(12))) }),
        ballotDraft({ fanId: 'a', setlistSongId: two, ...at(before(noon, hours(48))) }),
        ballotDraft({ fanId: 'b', setlistSongId: one, ...at(before(noon, days(7))) }),
        ballotDraft({ fanId: 'c', setlistSongId: one, ...at(before(noon, days(7) - 1)) }),
        ballotDraft({ fanId: 'd', setlistSongId: three, ...at(before(noon, days(20))) }),
        ballotDraft({ fanId: 'bot', setlistSongId: one, ...at(before(noon, 1)), quarantineReason: 'burst' }),
        ballotDraft({ fanId: 'later', setlistSongId: one, ...at(after(noon, 1)) }),
      ],
      { perDay: null },
    )
    for (const factors of [await ofArtist(storage, artistId), await ofShow(storage, showId)]) {
      isClose(factors?.recentVotes, 2 ** -0.25 + 2 ** -1 + 2 * 2 ** -3.5 + 2 ** -10)
      assert.equal(factors?.activeFans, 2)
      isClose(factors?.hoursSinceActivity, 12)
    }
    const later = await ofArtist(storage, artistId, after(noon, 1))
    assert.equal(later?.hoursSinceActivity, 0)
  })

  test('shows count by their UTC day, from today to the horizon and back to the window', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const lineup = [headliner(artist.id)]
    const support = [{ ...headliner(artist.id), role: 'support' as const }]
    const on = (localDate: string) => showDraft({ lineup, localDate })
    const upcoming = [
      on('2026-06-15'),
      on('2026-09-13'),
      showDraft({ lineup: support, startsAt: before(noon, hours(11)) }),
      showDraft({ lineup, startsAt: after(noon, hours(1)), localDate: '2026-06-14', status: 'rescheduled' }),
    ]
    const recent = [
      on('2026-06-14'),
      on('2026-06-08'),
      showDraft({ lineup, startsAt: before(noon, hours(13)) }),
    ]
    const neither = [
      on('2026-06-07'),
      on('2026-09-14'),
      showDraft({ lineup }),
      showDraft({ lineup, localDate: '2026-06-20', status: 'cancelled' }),
      showDraft({ lineup, localDate: '2026-06-20', status: 'postponed' }),
    ]
    await storage.shows.save(showDraft({ localDate: '2026-06-20' }))
    const saved = await storage.shows.saveMany([...upcoming, ...recent, ...neither])
    const factors = await ofArtist(storage, artist.id)
    assert.deepEqual([factors?.upcomingShows, factors?.recentShows], [4, 3])
    for (const [index, { entity }] of saved.entries()) {
      const own = await ofShow(storage, entity.id)
      const expected = index < 4 ? [1, 0] : index < 7 ? [0, 1] : [0, 0]
      assert.deepEqual([own?.upcomingShows, own?.recentShows], expected, `show ${index}`)
    }
  })

  test('followers and popularity of an artist are its own', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft({ popularity: 61.5 }))
    for (const fanId of ['a', 'b', 'c']) {
      await storage.fans.follow({ fanId, artistId: artist.id, following: true, at: noon })
    }
    await storage.fans.follow({ fanId: 'c', artistId: artist.id, following: false, at: noon })
    assert.deepEqual(await ofArtist(storage, artist.id), { ...quiet, followers: 2, popularity: 61.5 })
  })

  test('followers of a show are those interested or going; its popularity is its headliner’s; while it is near', async (storage) => {
    await storage.artists.saveMany([
      artistDraft({ id: 'x', popularity: 80, source: sourceOf('spotify') }),
      artistDraft({ id: 'y', popularity: 20, source: sourceOf('spotify') }),
    ])
    const lineup = [
      { ...headliner('y', 'Opener'), role: 'support' as const },
      { ...headliner('x', 'Unknown Star'), artistId: null },
      headliner('x'),
    ]
    const days = ['2026-06-20', '2026-06-10', '2026-05-01']
    const saved = await storage.shows.saveMany(days.map((localDate) => showDraft({ lineup, localDate })))
    const crowd = { a: 'interested', b: 'going', c: 'went', d: 'going' } as const
    for (const { entity } of saved) {
      for (const [fanId, attendance] of Object.entries(crowd)) {
        await storage.fans.attend({ fanId, showId: entity.id, attendance, at: noon })
      }
    }
    const [coming, past, long] = await Promise.all(saved.map(({ entity }) => ofShow(storage, entity.id)))
    assert.deepEqual(coming, { ...quiet, upcomingShows: 1, followers: 3, popularity: 80 })
    assert.deepEqual(past, { ...quiet, recentShows: 1, followers: 3, popularity: 80 })
    assert.deepEqual(long, quiet)
  })

  test('refuses options that cannot be meant', async (storage) => {
    const factors = (changed: object, at = noon) => {
      return () =>
        storage.trending.factors({ kind: 'artists', id: 'x', at, options: { ...options, ...changed } })
    }
    await refused(
      factors({ halfLifeMs: 0 }),
      factors({ windowMs: -1 }),
      factors({ horizonMs: Number.NaN }),
      factors({ midpoint: 0 }),
      factors({ threshold: -1 }),
      factors({}, never),
      () =>
        storage.trending.refresh({ at: noon, options: { ...options, halfLifeMs: Number.POSITIVE_INFINITY } }),
    )
  })
}
