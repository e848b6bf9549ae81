import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../src/index.ts'
import { brokenCatalog } from './breakages/catalog.ts'
import { brokenFans, brokenTrending } from './breakages/fans-and-trending.ts'
import { brokenImports, brokenJobs } from './breakages/imports-and-jobs.ts'
import { brokenOthers } from './breakages/quotas-and-others.ts'
import { brokenVotes } from './breakages/votes.ts'
import { brokenPromises } from './collect-contract.ts'

const breakages = [
  ...brokenVotes,
  ...brokenCatalog,
  ...brokenFans,
  ...brokenTrending,
  ...brokenImports,
  ...brokenJobs,
  ...brokenOthers,
]

describe('the contract notices when', () => {
  it.each(breakages)('$what', async ({ chapter, promise, breakIt }) => {
    const broken = await brokenPromises(async () => breakIt(memoryStorage()), chapter)
    expect(broken).toContain(`${chapter}: ${promise}`)
  })
})

it('the contract finds nothing in a storage that keeps it', async () => {
  expect(await brokenPromises(async () => memoryStorage())).toEqual([])
})
