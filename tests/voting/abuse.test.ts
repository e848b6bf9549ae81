import { hours, inProcessEventBus, minutes, seconds } from '@setvote/sdk'
import type { DomainEvent } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { openEvening } from './support/evening.ts'

describe('a fan who votes for everything in seconds', () => {
  it('finds all of it in quarantine, readably, and out of the clean tally, until an operator releases it', async () => {
    const { voting, songs, showId } = await openEvening({ abuse: {} })
    const fanId = 'robot'
    await voting.cast({ fanId: 'a', setlistSongId: songs[0]! })
    const outcomes = await Promise.all(songs.map((setlistSongId) => voting.cast({ fanId, setlistSongId })))
    expect(outcomes.at(-1)?.status).toBe('quarantined')
    expect((await voting.tally(showId)).show).toEqual({ id: showId, upvotes: 1, quarantined: 10 })

    const ballots = await voting.quarantined({ fanId, showId })
    expect(ballots).toHaveLength(10)
    expect(ballots[0]?.quarantineReason).toMatch(
      /^everything: \d+ of the 10 songs of a setlist within 5 seconds$/,
    )
    expect(await voting.quarantined({ fanId: 'a', showId })).toEqual([])
    expect((await voting.audit()).status).toBe('exact')

    expect(await voting.release(ballots)).toBe(10)
    expect((await voting.tally(showId)).show).toEqual({ id: showId, upvotes: 11, quarantined: 0 })
    expect(await voting.release(ballots)).toBe(0)
    expect((await voting.audit()).status).toBe('exact')
  })

  it('is not one who sends again what is stored already', async () => {
    const { voting, songs, showId, clock } = await openEvening({
      abuse: { burst: { ballots: 3, windowMs: seconds(10) } },
    })
    const cast = (setlistSongId: string) => voting.cast({ fanId: 'a', setlistSongId })
    for (const song of songs) {
      await cast(song)
      await clock.advance(seconds(5))
    }
    await clock.advance(hours(1))
    for (let time = 0; time < 5; time++) await Promise.all(songs.map(cast))
    expect((await voting.tally(showId)).show).toEqual({ id: showId, upvotes: 10, quarantined: 0 })
    expect((await cast(songs[0]!)).status).toBe('already-cast')
  })
})

describe('many fans on one device', () => {
  it('are counted up to the threshold, and nobody is suspected for where they are', async () => {
    const { voting, songs, showId } = await openEvening({
      abuse: { sharedDevice: { fans: 2, windowMs: minutes(10) } },
    })
    const cast = (fanId: string, deviceKey?: string) =>
      voting.cast({ fanId, setlistSongId: songs[0]!, deviceKey })
    const outcomes = []
    for (const fan of ['a', 'b', 'c']) outcomes.push(await cast(fan, 'one phone'))
    for (const fan of ['d', 'e', 'f', 'g']) outcomes.push(await cast(fan))
    expect(outcomes.map(({ status }) => status)).toEqual([
      'counted',
      'counted',
      'quarantined',
      'counted',
      'counted',
      'counted',
      'counted',
    ])
    expect((await voting.quarantined({ fanId: 'c', showId }))[0]?.deviceKey).toBe('one phone')
  })
})

describe('those who watch a show', () => {
  it('hear of a rush in few events, of counts as they are, and of nothing that changed no clean count', async () => {
    const bus = inProcessEventBus()
    const { voting, songs, showId } = await openEvening({ bus })
    const events: DomainEvent[] = []
    bus.subscribe(`show:${showId}`, (event) => events.push(event))
    const ballots = Array.from({ length: 400 }, (_, fan) => ({
      fanId: `fan ${fan}`,
      setlistSongId: songs[fan % 2]!,
    }))
    await Promise.all(ballots.map((ballot) => voting.cast(ballot)))
    await voting.idle()
    expect(events).toHaveLength(1)
    expect(events[0]?.data).toEqual({ upvotes: { [songs[0]!]: 200, [songs[1]!]: 200 } })

    await voting.cast(ballots[0]!)
    await voting.idle()
    expect(events).toHaveLength(1)

    await voting.retract(ballots[0]!)
    await voting.idle()
    expect(events[1]?.data).toEqual({ upvotes: { [songs[0]!]: 199 } })
  })

  it('hear of ballots that leave the clean tally, of those that come back, and of the lock', async () => {
    const bus = inProcessEventBus()
    const { voting, songs, showId, clock } = await openEvening({ bus, songCount: 2 })
    const ballot = { fanId: 'a', setlistSongId: songs[0]! }
    await voting.cast(ballot)
    await voting.idle()
    const heard: unknown[] = []
    bus.subscribe(`show:${showId}`, ({ data }) => heard.push(data))
    await voting.quarantine([ballot], 'looks bought')
    await voting.idle()
    await voting.release([ballot])
    await voting.idle()
    await voting.lock(showId, clock.now())
    await voting.idle()
    const none = { [songs[1]!]: 0 }
    expect(heard).toEqual([
      { upvotes: { [songs[0]!]: 0, ...none } },
      { upvotes: { [songs[0]!]: 1, ...none } },
      { lockedAt: clock.now().toISOString() },
    ])
  })

  it('hear that votes for everything no longer count', async () => {
    const bus = inProcessEventBus()
    const { voting, songs, showId } = await openEvening({ bus, abuse: {} })
    const shown = new Map<string, unknown>()
    bus.subscribe(`show:${showId}`, ({ data }) => {
      for (const [song, upvotes] of Object.entries(data.upvotes as object)) shown.set(song, upvotes)
    })
    for (const setlistSongId of songs) await voting.cast({ fanId: 'robot', setlistSongId })
    await voting.idle()
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(songs.map((song) => [song, 0])))
  })

  it('do not stop votes when the bus fails', async () => {
    const bus = {
      publish: () => Promise.reject(new Error('no connection')),
      subscribe: () => () => {},
    }
    const { voting, songs } = await openEvening({ bus })
    expect((await voting.cast({ fanId: 'a', setlistSongId: songs[0]! })).status).toBe('counted')
    await voting.idle()
  })
})
