import { describe, expect, it } from 'vitest'
import type { ImportClients } from '../../src/importing/import-clients.ts'
import { queueOfParts } from '../../src/jobs/queue-of-parts.ts'
import { newPlan, resumedPlan } from '../../src/jobs/sync-plan.ts'

const at = new Date('2026-11-21T12:00:00Z')
const clients = { spotify: {}, ticketmaster: {}, setlistfm: {} } as ImportClients
const plan = newPlan(at, [
  ['first', ['artist', 'shows', 'setlists']],
  ['second', ['shows']],
  ['third', ['artist', 'setlists']],
])

describe('queueOfParts', () => {
  it('hands out each part in the order of the artists', async () => {
    const queue = queueOfParts(plan, clients)
    expect(queue.total).toBe(6)
    expect(await queue.next('setlists')).toBe('first')
    queue.pass('setlists')
    expect(await queue.next('setlists')).toBe('third')
    queue.pass('setlists')
    expect(await queue.next('setlists')).toBeNull()
  })

  it('lets nobody run ahead of a part that spends from the same budget', async () => {
    const queue = queueOfParts(plan, clients)
    const order: (string | null)[] = []
    queue.pass('artist')
    const third = queue.next('artist').then((id) => order.push(id))
    await Promise.resolve()
    expect(order).toEqual([])
    expect(await queue.next('shows')).toBe('first')
    queue.pass('shows')
    queue.pass('shows')
    await third
    expect(order).toEqual(['third'])
  })

  it('waits for nobody who has stopped', async () => {
    const queue = queueOfParts(plan, clients)
    queue.pass('artist')
    const third = queue.next('artist')
    queue.stop('shows')
    expect(await third).toBe('third')
  })

  it('knows what is left, which makes a plan to go on with', async () => {
    const queue = queueOfParts(plan, clients)
    queue.pass('setlists')
    queue.pass('artist')
    queue.pass('shows')
    const left = [
      { id: 'second', parts: ['shows'] },
      { id: 'third', parts: ['artist', 'setlists'] },
    ]
    expect(queue.left()).toEqual(left)
    const stored = JSON.parse(JSON.stringify({ ...plan, left: queue.left() }))
    const resumed = resumedPlan(stored, new Date(at.getTime() + 1000), 2000)!
    expect(queueOfParts(resumed, clients).left()).toEqual(left)
    expect(resumedPlan(stored, new Date(at.getTime() + 3000), 2000)).toBeNull()
    expect(resumedPlan({ cursor: 'of another job' }, at, 2000)).toBeNull()
  })

  it('leaves out parts that no configured service can tell about', async () => {
    const queue = queueOfParts(plan, { setlistfm: clients.setlistfm })
    expect(queue.parts).toEqual(['setlists'])
    expect(queue.left()).toEqual([
      { id: 'first', parts: ['setlists'] },
      { id: 'third', parts: ['setlists'] },
    ])
  })
})
