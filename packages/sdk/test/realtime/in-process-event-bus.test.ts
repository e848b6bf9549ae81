import { describe, expect, it } from 'vitest'
import { type LogFields, silentLogger } from '../../src/core/logger.ts'
import type { DomainEvent } from '../../src/domain/event.ts'
import { inProcessEventBus } from '../../src/realtime/in-process-event-bus.ts'

const event = (type: string, topic = 'show:1'): DomainEvent => ({
  topic,
  type,
  at: new Date('2026-11-21T12:00:00Z'),
  data: {},
})

/** A listener, and what it has heard. */
function ear() {
  const heard: string[] = []
  return { heard, listen: ({ type }: DomainEvent) => void heard.push(type) }
}

describe('an event bus in this process', () => {
  it('tells every listener of a topic, in order, before publishing is done', async () => {
    const bus = inProcessEventBus()
    const [one, other, elsewhere] = [ear(), ear(), ear()]
    bus.subscribe('show:1', one.listen)
    bus.subscribe('show:1', other.listen)
    bus.subscribe('show:2', elsewhere.listen)
    await bus.publish(event('a'))
    await bus.publish(event('b'))
    expect([one.heard, other.heard, elsewhere.heard]).toEqual([['a', 'b'], ['a', 'b'], []])
  })

  it('has nobody to tell when nobody listens', async () => {
    await expect(inProcessEventBus().publish(event('a'))).resolves.toBeUndefined()
  })

  it('tells nothing more to a listener who has stopped, and goes on telling the others', async () => {
    const bus = inProcessEventBus()
    const { heard, listen } = ear()
    const stop = bus.subscribe('show:1', listen)
    const stopOther = bus.subscribe('show:1', listen)
    await bus.publish(event('a'))
    stop()
    stop()
    await bus.publish(event('b'))
    stopOther()
    await bus.publish(event('c'))
    bus.subscribe('show:1', listen)
    stop()
    await bus.publish(event('d'))
    expect(heard).toEqual(['a', 'a', 'b', 'd'])
  })

  it('lets listeners come and go while it tells them', async () => {
    const bus = inProcessEventBus()
    const { heard, listen } = ear()
    const stop = bus.subscribe('show:1', () => {
      stop()
      bus.subscribe('show:1', listen)
    })
    await bus.publish(event('a'))
    await bus.publish(event('b'))
    expect(heard).toEqual(['b'])
  })

  it('logs a listener that fails, and neither the others nor the publisher notice', async () => {
    const errors: LogFields[] = []
    const error = new Error('no')
    const bus = inProcessEventBus({
      logger: { ...silentLogger, error: (_, fields = {}) => void errors.push(fields) },
    })
    const { heard, listen } = ear()
    bus.subscribe('show:1', () => {
      throw error
    })
    bus.subscribe('show:1', async () => {
      await Promise.resolve()
      throw error
    })
    bus.subscribe('show:1', listen)
    await expect(bus.publish(event('a'))).resolves.toBeUndefined()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    expect(heard).toEqual(['a'])
    const told = { topic: 'show:1', type: 'a', error }
    expect(errors).toEqual([told, told])
  })
})
