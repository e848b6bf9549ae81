import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../../src/sandbox/create-sandbox.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { passDays } from '../../../src/sandbox/world/pass-days.ts'

const world = createWorld({ seed: 7, today: '2026-11-21' })
const later = passDays(world, '2026-12-05')

describe('passing days', () => {
  it('plays the shows of the days gone by, and has most of them written down', () => {
    const over = world.shows.filter(
      ({ localDate, status }) => localDate && localDate < '2026-12-05' && status === 'scheduled',
    )
    expect(over.length).toBeGreaterThan(5)
    for (const { id } of over) expect(later.index.showById.get(id)!.status).toBe('played')
    const before = new Set(world.setlists.filter(({ sets }) => sets.length > 0).map(({ id }) => id))
    const written = later.setlists.filter(({ id, sets }) => sets.length > 0 && !before.has(id))
    expect(written.length).toBeGreaterThan(over.length / 3)
    for (const { date, lastUpdatedAt, artistId } of written) {
      expect(lastUpdatedAt > date).toBe(true)
      expect(lastUpdatedAt < '2026-12-06').toBe(true)
      expect(later.index.artistById.has(artistId)).toBe(true)
    }
    expect(new Set(later.setlists.map(({ id }) => id)).size).toBe(later.setlists.length)
  })

  it('sells no ticket for the past, and announces a show a day', () => {
    expect(later.events.filter(({ localDate }) => localDate && localDate < '2026-12-05')).toEqual([])
    const known = new Set(world.events.map(({ id }) => id))
    const added = later.events.filter(({ id }) => !known.has(id))
    expect(added).toHaveLength(14)
    for (const { showIds, localDate } of added) {
      expect(later.index.showById.get(showIds[0]!)!.localDate).toBe(localDate)
      expect(localDate! > '2026-12-05').toBe(true)
    }
    expect(new Set(later.events.map(({ id }) => id)).size).toBe(later.events.length)
  })

  it('is the same in one step and in several, and never goes back', () => {
    expect(passDays(passDays(world, '2026-11-25'), '2026-12-05')).toEqual(later)
    expect(passDays(later, '2026-11-25')).toBe(later)
  })

  it('is what a sandbox answers from then on', () => {
    const sandbox = createSandbox({ today: '2026-11-21', limits: false })
    sandbox.advanceTo('2026-12-05')
    expect(sandbox.world.today).toBe('2026-12-05')
    expect(sandbox.world.setlists).toEqual(later.setlists)
    expect(() => sandbox.advanceTo('tomorrow')).toThrow("looks like '2026-11-28'")
  })
})
