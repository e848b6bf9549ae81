import assert from 'node:assert/strict'
import { days, minutes } from '../core/duration.ts'
import { defaultTrendingOptions } from '../domain/trending.ts'
import { refused } from './assertions.ts'
import { artistDraft, ballotDraft, progressDraft, songDraft, venueDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { beginRun } from './imports.ts'
import { after, never, noon } from './instants.ts'
import { setStage } from './stage.ts'

const empty = {
  artists: 0,
  venues: 0,
  shows: 0,
  songs: 0,
  setlists: 0,
  setlistSongs: 0,
  ballots: 0,
  fans: 0,
  follows: 0,
  attendances: 0,
  reviews: 0,
  importRuns: 0,
  jobRuns: 0,
}
const job = { job: 'sync', owner: 'one', trigger: 'schedule', leaseMs: minutes(1) } as const

export function ops(test: Test): void {
  test('an empty storage is empty and sound', async (storage) => {
    assert.deepEqual(await storage.ops.stats(), empty)
    assert.deepEqual(await storage.ops.integrity(), { status: 'sound', problems: [] })
    assert.equal(await storage.ops.maintain(), undefined)
  })

  test('counts what there is of each kind', async (storage) => {
    const { artistId, showId, songs } = await setStage(storage)
    const { entity: venue } = await storage.venues.save(venueDraft())
    await storage.songs.saveMany([songDraft({ artistId }), songDraft({ artistId })])
    await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: songs[0] })], { perDay: null })
    await storage.fans.save({ id: 'a', at: noon })
    await storage.fans.follow({ fanId: 'a', artistId, following: true, at: noon })
    await storage.fans.attend({ fanId: 'a', showId, attendance: 'went', at: noon })
    await storage.fans.review({ fanId: 'a', venueId: venue.id, rating: 3, text: null, at: noon })
    await beginRun(storage)
    await storage.jobs.claimSlot({ ...job, slotAt: noon, at: noon })
    const all = Object.fromEntries(Object.keys(empty).map((kind) => [kind, 1]))
    assert.deepEqual(await storage.ops.stats(), { ...all, songs: 2, setlistSongs: 3 })
    assert.deepEqual(await storage.ops.integrity(), { status: 'sound', problems: [] })
    await storage.ops.maintain()
    assert.deepEqual(await storage.ops.stats(), { ...all, songs: 2, setlistSongs: 3 })
  })

  test('removes ended runs and scores that are older than they are kept, and nothing else', async (storage) => {
    const at = (day: number) => after(noon, days(day))
    const runIds: string[] = []
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      const write = await beginRun(storage, name, at(index))
      runIds.push(write.runId)
      const ledger = { lines: [], gaps: [] }
      const outcome = { status: 'completed' } as const
      if (name !== 'c')
        await storage.imports.finish({ ...write, outcome, ledger, progress: progressDraft(), at: at(index) })
      const claimed = await storage.jobs.claimSlot({ ...job, slotAt: at(index), at: at(index) })
      assert.ok(claimed.status === 'claimed')
      const { id: runId, fence } = claimed.run
      const closing = { runId, fence, at: at(index), outcome: { status: 'succeeded', counts: {} } } as const
      if (name !== 'c') await storage.jobs.close(closing)
      await storage.artists.save(artistDraft({ id: 'x', popularity: 20 + index * 20 }))
      await storage.trending.refresh({ at: at(index), options: defaultTrendingOptions })
    }
    const keep = { keepImportRunsMs: days(10), keepJobRunsMs: days(10), keepScoreHistoryMs: days(10) }
    const none = { importRuns: 0, jobRuns: 0, scorePoints: 0 }
    assert.deepEqual(await storage.ops.cleanup({ at: at(10), ...keep }), none)
    const removed = await storage.ops.cleanup({ at: after(at(10), 1), ...keep })
    assert.deepEqual(removed, { importRuns: 1, jobRuns: 1, scorePoints: 1 })
    assert.deepEqual(
      (await storage.imports.list({})).items.map(({ id }) => id),
      [runIds[2], runIds[1]],
    )
    assert.deepEqual(await storage.imports.progressAfter({ runId: runIds[0]!, sequence: 0 }), [])
    assert.equal((await storage.jobs.recent({})).length, 2)
    const history = { kind: 'artists', id: 'x', since: new Date(0) } as const
    assert.deepEqual(
      (await storage.trending.history(history)).map((point) => point.at),
      [at(1), at(2)],
    )
    assert.equal((await storage.trending.top({ kind: 'artists', limit: 1 })).length, 1)
    const long = await storage.ops.cleanup({ at: at(999), ...keep })
    assert.deepEqual(long, { importRuns: 1, jobRuns: 1, scorePoints: 2 })
    assert.deepEqual(
      (await storage.imports.list({})).items.map(({ id }) => id),
      [runIds[2]],
    )
    assert.equal((await storage.jobs.recent({}))[0]?.status, 'running')
  })

  test('keeps how parts of the system were, the latest first, for as long as it is told', async (storage) => {
    const at = (minute: number) => after(noon, minutes(minute))
    const keepMs = minutes(10)
    const ill = { component: 'spotify', status: 'unhealthy', latencyMs: null, detail: 'No answer' } as const
    const well = { component: 'storage', status: 'healthy', latencyMs: 1.5, detail: '' } as const
    const samplesOf = (query: { component?: string; limit?: number; since?: Date } = {}) =>
      storage.ops.healthSamples({ since: new Date(0), ...query })
    assert.deepEqual(await samplesOf(), [])
    await storage.ops.recordHealth({ at: at(0), samples: [], keepMs })
    await storage.ops.recordHealth({ at: at(0), samples: [well, ill], keepMs })
    await storage.ops.recordHealth({ at: at(5), samples: [ill], keepMs })
    await storage.ops.recordHealth({ at: at(5), samples: [{ ...ill, status: 'degraded' }, well], keepMs })
    const first = [
      { ...ill, at: at(0) },
      { ...well, at: at(0) },
    ]
    const second = [
      { ...ill, status: 'degraded', at: at(5) },
      { ...well, at: at(5) },
    ]
    assert.deepEqual(await samplesOf(), [...second, ...first])
    assert.deepEqual(await samplesOf({ component: 'storage' }), [second[1], first[1]])
    assert.deepEqual(await samplesOf({ component: 'a\0b' }), [])
    assert.deepEqual(await samplesOf({ since: at(5) }), second)
    assert.deepEqual(await samplesOf({ limit: 3 }), [...second, first[0]])
    await storage.ops.recordHealth({ at: at(10), samples: [], keepMs })
    assert.equal((await samplesOf()).length, 4)
    await storage.ops.recordHealth({
      at: after(at(10), 1),
      samples: [{ ...well, latencyMs: 2 }, well],
      keepMs,
    })
    assert.deepEqual(await samplesOf(), [{ ...well, at: after(at(10), 1) }, ...second])
    const record = (sample: object) => () =>
      storage.ops.recordHealth({ at: noon, samples: [{ ...well, ...sample }], keepMs })
    await refused(
      record({ component: '' }),
      record({ component: 'a\0b' }),
      record({ status: 'well' }),
      record({ latencyMs: -1 }),
      record({ detail: 'a\0b' }),
      () => storage.ops.recordHealth({ at: never, samples: [], keepMs }),
      () => storage.ops.recordHealth({ at: noon, samples: [], keepMs: -1 }),
      () => storage.ops.healthSamples({ since: never }),
      () => storage.ops.healthSamples({ since: noon, limit: 1001 }),
    )
    assert.equal((await samplesOf()).length, 3)
  })

  test('refuses retentions that cannot be meant', async (storage) => {
    const keep = { keepImportRunsMs: 0, keepJobRunsMs: 0, keepScoreHistoryMs: 0 }
    await refused(
      () => storage.ops.cleanup({ at: never, ...keep }),
      () => storage.ops.cleanup({ at: noon, ...keep, keepJobRunsMs: -1 }),
      () => storage.ops.cleanup({ at: noon, ...keep, keepImportRunsMs: Number.NaN }),
    )
  })
}
