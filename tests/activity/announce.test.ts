import { memoryStorage } from '@setvote/adapter-memory'
import {
  activityTopic,
  artistTopic,
  createSetvote,
  inProcessEventBus,
  showTopic,
  trendingTopic,
} from '@setvote/sdk'
import { createSandbox } from '@setvote/sdk/sandbox'
import type { DomainEvent } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { saveConcert } from '../support/concert.ts'

/** Setvote with an evening to come, and what is heard of a topic. */
async function openApp() {
  const clock = fakeClock('2026-11-21T12:00:00Z')
  const storage = memoryStorage({ clock })
  const concert = await saveConcert(storage, {
    show: { startsAt: new Date('2026-11-22T20:00:00Z'), localDate: '2026-11-22' },
  })
  const bus = inProcessEventBus()
  const setvote = createSetvote({ storage, bus, clock, votes: { abuse: false } })
  const hear = (topic: string) => {
    const events: DomainEvent[] = []
    bus.subscribe(topic, (event) => events.push(event))
    return events
  }
  return { setvote, storage, concert, hear }
}

const typesOf = (events: readonly DomainEvent[]) => events.map(({ type }) => type)
const told = () => new Promise((resolve) => setImmediate(resolve))

describe('who watches', () => {
  it('an artist hears how many follow', async () => {
    const { setvote, concert, hear } = await openApp()
    const { artistId } = concert
    const events = hear(artistTopic(artistId))
    await setvote.fans.follow({ fanId: 'a', artistId })
    await told()
    await setvote.fans.follow({ fanId: 'b', artistId })
    await told()
    await setvote.fans.unfollow({ fanId: 'a', artistId })
    await told()
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['artist.followers', { followers: 1 }],
      ['artist.followers', { followers: 2 }],
      ['artist.followers', { followers: 1 }],
    ])
  })

  it('a show hears who comes, what is voted for, when it is locked, and what becomes of it', async () => {
    const { setvote, storage, concert, hear } = await openApp()
    const { showId, songs } = concert
    const events = hear(showTopic(showId))
    await setvote.fans.attend({ fanId: 'a', showId, attendance: 'going' })
    await told()
    await setvote.votes.cast({ fanId: 'a', setlistSongId: songs[0]! })
    await told()
    await setvote.votes.lock(showId, new Date('2026-11-22T18:00:00Z'))
    await told()
    expect(typesOf(events)).toEqual(['show.attendance', 'show.voting', 'show.changed', 'show.voting'])
    expect(events[0]!.data).toEqual({ interested: 0, going: 1, went: 0 })
    expect(events[1]!.data).toEqual({ upvotes: { [songs[0]!]: 1 } })
    expect(events[2]!.data).toEqual({
      status: 'scheduled',
      localDate: '2026-11-22',
      startsAt: '2026-11-22T20:00:00.000Z',
      venueId: null,
    })
    expect(events[3]!.data).toEqual({ lockedAt: '2026-11-22T18:00:00.000Z' })
    expect((await storage.shows.find(showId))?.votingLocksAt).toEqual(new Date('2026-11-22T18:00:00Z'))
  })

  it('the boards hears of a refresh that moved them', async () => {
    const { setvote, concert, hear } = await openApp()
    const events = hear(trendingTopic)
    await setvote.votes.cast({ fanId: 'a', setlistSongId: concert.songs[0]! })
    const refreshed = await setvote.trending.refresh()
    expect(refreshed.changed).toBeGreaterThan(0)
    await setvote.trending.refresh()
    await told()
    expect(events.map(({ type, data }) => [type, data])).toEqual([['trending.refreshed', refreshed]])
  })

  it('everything hears all of it, and where', async () => {
    const { setvote, concert, hear } = await openApp()
    const events = hear(activityTopic)
    await setvote.fans.follow({ fanId: 'a', artistId: concert.artistId })
    await setvote.votes.cast({ fanId: 'a', setlistSongId: concert.songs[0]! })
    await setvote.trending.refresh()
    await setvote.close()
    expect(events.map(({ type, data }) => [type, data.topic])).toEqual([
      ['artist.followers', artistTopic(concert.artistId)],
      ['show.voting', showTopic(concert.showId)],
      ['trending.refreshed', trendingTopic],
    ])
  })

  it('hears of the shows and setlists of an import, and nothing when it finds them as they are', async () => {
    const sandbox = await createSandbox({ today: '2026-11-21', limits: false }).listen()
    const bus = inProcessEventBus()
    const setvote = createSetvote({ storage: memoryStorage(), bus, ...sandbox.credentials })
    const { name } = sandbox.world.artists[0]!
    const import_ = async () => {
      const events: DomainEvent[] = []
      const stop = bus.subscribe(activityTopic, (event) => events.push(event))
      const run = await setvote.imports.start({ name })
      const { artistId } = await setvote.imports.finished(run.id)
      await told()
      stop()
      return { events, artistId: artistId! }
    }
    const first = await import_()
    const shows = await setvote.shows.upcoming(first.artistId).toArray({ limit: 100 })
    const changed = first.events.filter(({ type }) => type === 'show.changed').map(({ data }) => data.topic)
    expect(shows.length).toBeGreaterThan(3)
    expect(changed).toEqual(expect.arrayContaining(shows.map(({ id }) => showTopic(id))))
    expect(typesOf(first.events)).toContain('show.setlists')
    expect(typesOf((await import_()).events)).toEqual([])
    await setvote.close()
    await sandbox.close()
  })
})
