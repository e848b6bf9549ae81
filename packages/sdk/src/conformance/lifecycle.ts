import assert from 'node:assert/strict'
import { minutes } from '../core/duration.ts'
import { defaultTrendingOptions } from '../domain/trending.ts'
import { storageContractVersion } from '../storage/storage.ts'
import { rejectsAs } from './assertions.ts'
import { artistDraft, ballotDraft, progressDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { noon } from './instants.ts'

export function lifecycle(test: Test): void {
  test('states the version of the contract that it was built for', async (storage) => {
    assert.equal(storage.contractVersion, storageContractVersion)
  })

  test('opens empty', async (storage) => {
    assert.deepEqual((await storage.artists.list({})).items, [])
    assert.deepEqual(new Set(Object.values(await storage.ops.stats())), new Set([0]))
  })

  test('every verb of every port rejects once it is closed; closing again does nothing', async (storage) => {
    await storage.close()
    await storage.close()
    const at = noon
    const write = { runId: 'x', fence: 1 }
    const ledger = { lines: [], gaps: [] }
    const lease = { owner: 'one', at, leaseMs: minutes(1) }
    const window = { name: 'day', limit: 1, periodMs: 1000 }
    const keep = { keepImportRunsMs: 0, keepJobRunsMs: 0, keepScoreHistoryMs: 0 }
    const { artists, venues, shows, songs, setlists, votes, trending, fans } = storage
    const { imports, jobs, quotas, settings, ops } = storage
    const options = defaultTrendingOptions
    const ballot = ballotDraft({ fanId: 'a', setlistSongId: 'x' })
    const slot = { job: 'x', slotAt: at, owner: 'one', trigger: 'cli', at, leaseMs: 1 } as const
    const progress = progressDraft()
    const calls: readonly (() => Promise<unknown>)[] = [
      ...[artists, venues, shows, songs, setlists].flatMap((store) => [
        () => store.find('x'),
        () => store.findMany(['x']),
        () => store.list({}),
        () => store.saveMany([]),
        () => store.absorb({ keptId: 'x', absorbedId: 'y' }),
        () => store.remove('x'),
      ]),
      () => artists.save(artistDraft()),
      () => votes.castMany([ballot], { perDay: null }),
      () => votes.retractMany([{ ...ballot, at }]),
      () => votes.tally({ showId: 'x' }),
      () => votes.castBy({ fanId: 'a', showId: 'x' }),
      () => votes.spent({ fanId: 'a', day: '2026-06-15' }),
      () => votes.stats({}),
      () => votes.audit(),
      () => votes.rebuild(),
      () => votes.quarantine([ballot], null),
      () => trending.refresh({ at, options }),
      () => trending.top({ kind: 'artists', limit: 1 }),
      () => trending.factors({ kind: 'artists', id: 'x', at, options }),
      () => trending.history({ kind: 'artists', id: 'x', since: at }),
      () => fans.find('a'),
      () => fans.save({ id: 'a', at }),
      () => fans.remove('a'),
      () => fans.follow({ fanId: 'a', artistId: 'x', following: true, at }),
      () => fans.follows({ fanId: 'a' }),
      () => fans.attend({ fanId: 'a', showId: 'x', attendance: null, at }),
      () => fans.review({ fanId: 'a', venueId: 'x', rating: 3, text: null, at }),
      () => fans.reviews({ venueId: 'x' }),
      () => fans.counts({ artistId: 'x' }),
      () => imports.begin({ subject: 'x', reference: { name: 'x' }, lease }),
      () => imports.attach({ ...write, artistId: 'x' }),
      () => imports.find('x'),
      () => imports.list({}),
      () => imports.lease({ runId: 'x', lease }),
      () => imports.checkpoint({ ...write, phase: 'shows', checkpoint: {}, ledger, progress: [], at }),
      () => imports.cancel({ runId: 'x', at }),
      () => imports.progressAfter({ runId: 'x', sequence: 0 }),
      () => imports.finish({ ...write, outcome: { status: 'completed' }, ledger, progress, at }),
      () => jobs.claimSlot(slot),
      () => jobs.heartbeat({ ...write, at, leaseMs: 1 }),
      () => jobs.close({ ...write, at, outcome: { status: 'succeeded', counts: {} } }),
      () => jobs.recent({}),
      () => jobs.metrics({ job: 'x', since: at }),
      () => jobs.pause({ job: 'x', paused: true, at }),
      () => quotas.spend({ key: 'x', windows: [window], at }),
      () => quotas.remaining({ key: 'x', window, at }),
      () => quotas.cool({ key: 'x', until: at, reason: 'x' }),
      () => quotas.move({ key: 'x', window: { ...window, kind: 'sliding' }, from: at, to: at }),
      () => quotas.cooldown({ key: 'x', at }),
      () => settings.get('x'),
      () => settings.set('x', 1),
      () => settings.replace({ key: 'x', expected: null, value: 1 }),
      () => settings.list('x'),
      () => ops.stats(),
      () => ops.integrity(),
      () => ops.cleanup({ at, ...keep }),
      () => ops.maintain(),
      () => ops.recordHealth({ at, samples: [], keepMs: 0 }),
      () => ops.healthSamples({ since: at }),
    ]
    for (const call of calls) await rejectsAs('storage-failed', call)
  })
}
