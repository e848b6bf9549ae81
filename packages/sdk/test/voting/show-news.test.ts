import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../src/core/logger.ts'
import type { DomainEvent } from '../../src/domain/event.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createShowNews } from '../../src/voting/show-news.ts'

const clock = fakeClock('2026-11-21T20:00:00Z')

/** A bus that hands each event on when it is told to. */
function slowBus() {
  const events: DomainEvent[] = []
  const ends: (() => void)[] = []
  const publish = (event: DomainEvent) => {
    events.push(event)
    return new Promise<void>((resolve) => ends.push(resolve))
  }
  return { events, end: () => ends.shift()?.(), bus: { publish, subscribe: () => () => {} } }
}

describe('news of a show', () => {
  it('is one event for everything that happens at once, with the counts as they are', async () => {
    const { bus, events, end } = slowBus()
    const news = createShowNews({ bus, clock, logger: silentLogger })
    news.counted('a', 'song 1', 1)
    news.counted('a', 'song 2', 7)
    news.counted('a', 'song 1', 2)
    news.locked('a', null)
    await Promise.resolve()
    expect(events).toEqual([
      {
        topic: 'show:a',
        type: 'show.voting',
        at: clock.now(),
        data: { upvotes: { 'song 1': 2, 'song 2': 7 }, lockedAt: null },
      },
    ])
    end()
    await news.idle()
  })

  it('that a slow bus keeps waiting becomes one event for each show', async () => {
    const { bus, events, end } = slowBus()
    const news = createShowNews({ bus, clock, logger: silentLogger })
    news.counted('a', 'song', 0)
    await Promise.resolve()
    for (let upvotes = 1; upvotes <= 500; upvotes++) {
      news.counted(upvotes % 2 ? 'a' : 'b', 'song', upvotes)
      await Promise.resolve()
    }
    const idle = news.idle()
    for (let turn = 0; turn < 20; turn++) {
      end()
      await Promise.resolve()
    }
    await idle
    expect(events.map(({ topic, data }) => [topic, data.upvotes])).toEqual([
      ['show:a', { song: 0 }],
      ['show:a', { song: 499 }],
      ['show:b', { song: 500 }],
    ])
  })

  it('goes on after a bus has failed, and says so to the log', async () => {
    const warnings: unknown[] = []
    const told: DomainEvent[] = []
    const bus = {
      subscribe: () => () => {},
      async publish(event: DomainEvent) {
        told.push(event)
        if (told.length === 1) throw new Error('no connection')
      },
    }
    const logger = { ...silentLogger, warn: (_: string, fields: unknown) => warnings.push(fields) }
    const news = createShowNews({ bus, clock, logger })
    news.counted('a', 'song', 1)
    await news.idle()
    news.counted('a', 'song', 2)
    await news.idle()
    expect(told).toHaveLength(2)
    expect(warnings).toEqual([{ topic: 'show:a', error: new Error('no connection') }])
  })
})
