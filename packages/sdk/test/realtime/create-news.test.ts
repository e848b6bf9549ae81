import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../src/core/logger.ts'
import type { DomainEvent } from '../../src/domain/event.ts'
import { createNews } from '../../src/realtime/create-news.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

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

/** Ends what is on its way until all is out. */
async function drain(end: () => void, idle: Promise<void>): Promise<void> {
  let isIdle = false
  void idle.then(() => {
    isIdle = true
  })
  while (!isIdle) {
    end()
    await Promise.resolve()
  }
}

describe('news', () => {
  it('is one event for everything that is said of a topic at once: how things are, field by field', async () => {
    const { bus, events, end } = slowBus()
    const news = createNews({ bus, clock, logger: silentLogger })
    news.tell('show:a', 'show.voting', { upvotes: { one: 1 } })
    news.tell('show:a', 'show.voting', { upvotes: { two: 7 } })
    news.tell('show:a', 'show.voting', { upvotes: { one: 2 } })
    news.tell('show:a', 'show.voting', { lockedAt: null })
    news.tell('show:a', 'show.attendance', { going: 3 })
    await drain(end, news.idle())
    const at = clock.now()
    const votes = { type: 'show.voting', at, data: { upvotes: { one: 2, two: 7 }, lockedAt: null } }
    const attendance = { type: 'show.attendance', at, data: { going: 3 } }
    const topic = 'show:a'
    expect(events).toEqual([
      { topic, ...votes },
      { topic: 'activity', ...votes, data: { ...votes.data, topic } },
      { topic, ...attendance },
      { topic: 'activity', ...attendance, data: { going: 3, topic } },
    ])
  })

  it('that a slow bus keeps waiting becomes one event of each topic', async () => {
    const { bus, events, end } = slowBus()
    const news = createNews({ bus, clock, logger: silentLogger })
    const count = (show: string, upvotes: number) =>
      news.tell(show, 'show.voting', { upvotes: { song: upvotes } })
    count('a', 0)
    await Promise.resolve()
    for (let upvotes = 1; upvotes <= 500; upvotes++) {
      count(upvotes % 2 ? 'a' : 'b', upvotes)
      await Promise.resolve()
    }
    await drain(end, news.idle())
    const heard = events.filter(({ topic }) => topic !== 'activity')
    expect(heard.map(({ topic, data }) => [topic, data.upvotes])).toEqual([
      ['a', { song: 0 }],
      ['a', { song: 499 }],
      ['b', { song: 500 }],
    ])
    expect(events).toHaveLength(2 * heard.length)
  })

  it('leaves alone what it was given', async () => {
    const { bus, end } = slowBus()
    const news = createNews({ bus, clock, logger: silentLogger })
    const upvotes = { one: 1 }
    news.tell('a', 'show.voting', { upvotes })
    news.tell('a', 'show.voting', { upvotes: { two: 2 } })
    await drain(end, news.idle())
    expect(upvotes).toEqual({ one: 1 })
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
    const news = createNews({ bus, clock, logger })
    news.tell('a', 'show.voting', { lockedAt: null })
    await news.idle()
    news.tell('a', 'show.voting', { lockedAt: null })
    await news.idle()
    expect(told.map(({ topic }) => topic)).toEqual(['a', 'activity', 'a', 'activity'])
    expect(warnings).toEqual([{ topic: 'a', type: 'show.voting', error: new Error('no connection') }])
  })
})
