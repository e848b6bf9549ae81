import { allJobs } from '@setvote/sdk/jobs'
import { describe, expect, it } from 'vitest'
import { nearestName } from '../../src/config/nearest-name.ts'

const names = allJobs.map(({ name }) => name)

describe('the nearest name', () => {
  it.each([
    ['clenaup', 'cleanup'],
    ['update-active-artist', 'update-active-artists'],
    ['active', 'update-active-artists'],
    ['Master-Sync', 'master-sync'],
    ['sync-artist-date', 'sync-artist-data'],
    ['something-else-entirely', null],
    ['', null],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, names)).toBe(nearest)
  })
})
