import assert from 'node:assert/strict'
import { minutes } from '../core/duration.ts'
import type { ImportLedger } from '../domain/import-run.ts'
import type { Storage } from '../storage/storage.ts'
import { refused } from './assertions.ts'
import { artistDraft, progressDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { after, never, noon } from './instants.ts'

const lease = { owner: 'one', at: noon, leaseMs: minutes(1) }
const empty: ImportLedger = { lines: [], gaps: [] }
const ledger: ImportLedger = {
  lines: [
    { kind: 'shows', service: 'ticketmaster', expected: 9, fetched: 9, stored: 7, skipped: { duplicate: 2 } },
  ],
  gaps: [
    { kind: 'tracks', service: 'spotify', reason: 'rate-limited', message: 'Later', retryAt: after(noon, 1) },
  ],
}

export const beginRun = async (storage: Storage, name = 'Velvet Harbor', at = noon) => {
  const begun = await storage.imports.begin({
    subject: `name:${name}`,
    reference: { name },
    lease: { ...lease, at },
  })
  assert.equal(begun.status, 'begun')
  return { runId: begun.run.id, fence: 1 }
}

const step = { phase: 'shows', checkpoint: {}, ledger: empty, progress: [], at: noon } as const

const end = (status: 'completed' | 'cancelled' | 'completed-with-gaps' = 'completed', at = noon) => ({
  outcome: { status },
  ledger,
  progress: progressDraft({ status, percent: 100 }),
  at,
})

export function imports(test: Test): void {
  test('begins a run, and leases it to who began it', async (storage) => {
    const reference = { mbid: 'b7ffd2af-418f-4be2-bdd1-22f8b48613da' }
    const begun = await storage.imports.begin({ subject: 'mbid:b7ff', reference, lease })
    assert.equal(begun.status, 'begun')
    assert.deepEqual(begun.run, {
      id: begun.run.id,
      subject: 'mbid:b7ff',
      reference,
      artistId: null,
      phase: 'artist',
      ledger: empty,
      checkpoint: {},
      startedAt: noon,
      updatedAt: noon,
      cancelRequestedAt: null,
      status: 'running',
      lease: { owner: 'one', fence: 1, expiresAt: after(noon, minutes(1)) },
    })
    assert.equal(begun.status === 'begun' && begun.fence, 1)
    assert.deepEqual(await storage.imports.find(begun.run.id), begun.run)
    assert.equal(await storage.imports.find('unknown'), null)
  })

  test('begins one run of a subject, until it has ended', async (storage) => {
    const write = await beginRun(storage)
    const request = { subject: 'name:Velvet Harbor', reference: { name: 'Velvet Harbor' } }
    const late = { ...lease, owner: 'two', at: after(noon, minutes(60)) }
    const again = await storage.imports.begin({ ...request, lease: late })
    assert.deepEqual([again.status, again.run.id], ['already-running', write.runId])
    assert.deepEqual(again.run, await storage.imports.find(write.runId))
    await beginRun(storage, 'Other Band')
    await storage.imports.finish({ ...write, ...end() })
    const next = await storage.imports.begin({ ...request, lease: late })
    assert.equal(next.status, 'begun')
    assert.notEqual(next.run.id, write.runId)
  })

  test('attaches one running run to an artist, and removes the other', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const [one, two] = [await beginRun(storage, 'one'), await beginRun(storage, 'two')]
    const first = await storage.imports.attach({ ...one, artistId: artist.id })
    assert.deepEqual([first.status, 'run' in first && first.run.artistId], ['begun', artist.id])
    assert.equal('fence' in first && first.fence, 1)
    assert.equal((await storage.imports.attach({ ...one, artistId: artist.id })).status, 'begun')
    const second = await storage.imports.attach({ ...two, artistId: artist.id })
    assert.deepEqual([second.status, 'run' in second && second.run.id], ['already-running', one.runId])
    assert.equal(await storage.imports.find(two.runId), null)
    assert.equal((await storage.imports.attach({ ...two, artistId: artist.id })).status, 'lease-lost')
    assert.equal(
      (await storage.imports.begin({ subject: 'name:two', reference: { name: 'two' }, lease })).status,
      'begun',
    )
  })

  test('an ended run of an artist does not stand in the way of the next', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const one = await beginRun(storage, 'one')
    await storage.imports.attach({ ...one, artistId: artist.id })
    await storage.imports.finish({ ...one, ...end() })
    const two = await beginRun(storage, 'two')
    assert.equal((await storage.imports.attach({ ...two, artistId: artist.id })).status, 'begun')
    assert.equal((await storage.imports.list({ artistId: artist.id })).items.length, 2)
  })

  test('a checkpoint stores where tasks stand, the ledger and the next steps together', async (storage) => {
    const write = await beginRun(storage)
    const at = after(noon, 1000)
    const first = await storage.imports.checkpoint({
      ...write,
      phase: 'shows',
      checkpoint: { shows: { page: 1 }, songs: 'start' },
      ledger: empty,
      progress: [progressDraft({ message: 'one' }), progressDraft({ message: 'two', percent: 5 })],
      at: noon,
    })
    assert.deepEqual(first, { status: 'stored', cancelRequested: false })
    await storage.imports.checkpoint({
      ...write,
      phase: 'catalog',
      checkpoint: { shows: { page: 2, seen: ['a', null, 1.5, true] } },
      ledger,
      progress: [progressDraft({ message: 'three', percent: 10.5, counts: { shows: 3 }, remainingMs: 12.5 })],
      at,
    })
    const run = await storage.imports.find(write.runId)
    assert.deepEqual(run?.checkpoint, { shows: { page: 2, seen: ['a', null, 1.5, true] }, songs: 'start' })
    assert.deepEqual([run?.phase, run?.ledger, run?.updatedAt, run?.startedAt], ['catalog', ledger, at, noon])
    const { runId } = write
    const steps = await storage.imports.progressAfter({ runId, sequence: 0 })
    assert.deepEqual(
      steps.map(({ sequence, message }) => [sequence, message]),
      [
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
      ],
    )
    assert.deepEqual(steps[2], {
      ...progressDraft({ message: 'three', percent: 10.5, counts: { shows: 3 }, remainingMs: 12.5 }),
      runId,
      sequence: 3,
    })
    assert.deepEqual(await storage.imports.progressAfter({ runId, sequence: 2 }), steps.slice(2))
    assert.deepEqual(await storage.imports.progressAfter({ runId, sequence: 1, limit: 1 }), steps.slice(1, 2))
    assert.deepEqual(await storage.imports.progressAfter({ runId, sequence: 3 }), [])
    assert.deepEqual(await storage.imports.progressAfter({ runId: 'unknown', sequence: 0 }), [])
  })

  test('a checkpoint that cannot be meant stores nothing of it', async (storage) => {
    const write = await beginRun(storage)
    const before = await storage.imports.find(write.runId)
    const bad = { ...step, checkpoint: { shows: 1 }, progress: [progressDraft()] }
    const line = { ...ledger.lines[0]!, fetched: -1 }
    await refused(
      () => storage.imports.checkpoint({ ...write, ...bad, at: never }),
      () => storage.imports.checkpoint({ ...write, ...bad, ledger: { lines: [line], gaps: [] } }),
      () =>
        storage.imports.checkpoint({
          ...write,
          ...bad,
          progress: [progressDraft(), progressDraft({ percent: 101 })],
        }),
      () => storage.imports.checkpoint({ ...write, ...bad, progress: [progressDraft({ message: 'a\0b' })] }),
      () => storage.imports.progressAfter({ runId: write.runId, sequence: -1 }),
      () => storage.imports.progressAfter({ runId: write.runId, sequence: 0, limit: 0 }),
    )
    assert.deepEqual(await storage.imports.find(write.runId), before)
    assert.deepEqual(await storage.imports.progressAfter({ runId: write.runId, sequence: 0 }), [])
  })

  test('replays a long progress whole when not asked for a number', async (storage) => {
    const write = await beginRun(storage)
    const progress = Array.from({ length: 1200 }, (_, index) => progressDraft({ message: String(index) }))
    await storage.imports.checkpoint({ ...write, ...step, progress })
    const steps = await storage.imports.progressAfter({ runId: write.runId, sequence: 0 })
    assert.deepEqual(
      steps.map(({ sequence, message }) => [sequence, message]),
      progress.map(({ message }, index) => [index + 1, message]),
    )
  })

  test('a request to cancel is told at the next checkpoint; the first one counts', async (storage) => {
    const write = await beginRun(storage)
    const { runId } = write
    const asked = await storage.imports.cancel({ runId, at: after(noon, 1) })
    assert.deepEqual([asked?.status, asked?.cancelRequestedAt], ['running', after(noon, 1)])
    const again = await storage.imports.cancel({ runId, at: after(noon, 2) })
    assert.deepEqual(again?.cancelRequestedAt, after(noon, 1))
    assert.deepEqual(await storage.imports.checkpoint({ ...write, ...step }), {
      status: 'stored',
      cancelRequested: true,
    })
    await storage.imports.finish({ ...write, ...end('cancelled') })
    const ended = await storage.imports.find(runId)
    assert.deepEqual(await storage.imports.cancel({ runId, at: after(noon, 3) }), ended)
    assert.equal(await storage.imports.cancel({ runId: 'unknown', at: noon }), null)
  })

  test('ends a run with its ledger and last step, and without a lease', async (storage) => {
    const write = await beginRun(storage)
    await storage.imports.checkpoint({
      ...write,
      ...step,
      checkpoint: { shows: 1 },
      progress: [progressDraft()],
    })
    const at = after(noon, minutes(5))
    const finished = await storage.imports.finish({
      ...write,
      outcome: { status: 'failed', reason: 'Nothing answers' },
      ledger,
      progress: progressDraft({ at, status: 'failed', phase: 'catalog', message: 'Failed' }),
      at,
    })
    assert.equal(finished.status, 'finished')
    const run = finished.status === 'finished' ? finished.run : null
    assert.ok(run?.status === 'failed' && !('lease' in run))
    assert.deepEqual([run.reason, run.finishedAt, run.ledger], ['Nothing answers', at, ledger])
    assert.deepEqual(await storage.imports.find(write.runId), run)
    const steps = await storage.imports.progressAfter({ runId: write.runId, sequence: 0 })
    assert.deepEqual(
      steps.map(({ sequence, status }) => [sequence, status]),
      [
        [1, 'running'],
        [2, 'failed'],
      ],
    )
  })

  test('an ended run takes no more writes', async (storage) => {
    const write = await beginRun(storage)
    const finished = await storage.imports.finish({ ...write, ...end() })
    const lost = { status: 'lease-lost' }
    assert.deepEqual(await storage.imports.finish({ ...write, ...end('cancelled') }), lost)
    assert.deepEqual(
      await storage.imports.checkpoint({ ...write, ...step, progress: [progressDraft()] }),
      lost,
    )
    assert.deepEqual(await storage.imports.checkpoint({ runId: 'unknown', fence: 1, ...step }), lost)
    const leased = await storage.imports.lease({ ...write, lease })
    assert.equal(leased.status, 'ended')
    assert.deepEqual(finished.status === 'finished' && finished.run, await storage.imports.find(write.runId))
    assert.equal((await storage.imports.progressAfter({ runId: write.runId, sequence: 0 })).length, 1)
  })

  test('lists runs, the latest first, by artist, status and expired lease', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const at = (index: number) => after(noon, minutes(index))
    const writes = [
      await beginRun(storage, 'a'),
      await beginRun(storage, 'b', at(1)),
      await beginRun(storage, 'c', at(2)),
    ]
    const [a, b, c] = writes.map(({ runId }) => runId)
    await storage.imports.attach({ ...writes[1]!, artistId: artist.id })
    await storage.imports.finish({ ...writes[0]!, ...end('completed-with-gaps') })
    const found = async (query: Parameters<Storage['imports']['list']>[0]) =>
      (await storage.imports.list(query)).items.map(({ id }) => id)
    assert.deepEqual(await found({}), [c, b, a])
    assert.deepEqual(await found({ artistId: artist.id }), [b])
    assert.deepEqual(await found({ statuses: ['running'] }), [c, b])
    assert.deepEqual(await found({ statuses: ['completed-with-gaps', 'failed'] }), [a])
    assert.deepEqual(await found({ statuses: [] }), [])
    assert.deepEqual(await found({ leaseExpiredAt: after(at(2), -1) }), [])
    assert.deepEqual(await found({ leaseExpiredAt: at(2) }), [b])
    assert.deepEqual(await found({ leaseExpiredAt: at(99) }), [c, b])
    const first = await storage.imports.list({ limit: 2 })
    const second = await storage.imports.list({ limit: 2, cursor: first.nextCursor })
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      [c, b, a],
    )
    assert.equal(second.nextCursor, null)
    await refused(
      () => storage.imports.list({ limit: 0 }),
      () => storage.imports.list({ limit: 1001 }),
      () => storage.imports.list({ statuses: ['running'], cursor: first.nextCursor }),
      () => storage.imports.list({ leaseExpiredAt: never }),
    )
  })

  test('refuses requests that cannot be meant', async (storage) => {
    const begin = (fields: object) => () =>
      storage.imports.begin({ subject: 'name:x', reference: { name: 'x' }, lease, ...fields })
    const write = await beginRun(storage)
    await refused(
      begin({ subject: '' }),
      begin({ reference: { name: ' ' } }),
      begin({ lease: { ...lease, leaseMs: 0 } }),
      begin({ lease: { ...lease, leaseMs: Number.NaN } }),
      begin({ lease: { ...lease, at: never } }),
      begin({ lease: { ...lease, owner: '' } }),
      () => storage.imports.attach({ ...write, artistId: 'unknown' }),
      () => storage.imports.cancel({ runId: write.runId, at: never }),
    )
    assert.equal((await storage.imports.list({})).items.length, 1)
  })
}
