import { seconds } from '../core/duration.ts'
import {
  AbortedError,
  ConflictError,
  hasCode,
  InvalidInputError,
  InvalidOptionsError,
  isSetvoteError,
  NotFoundError,
} from '../core/errors.ts'
import type { Page } from '../core/page.ts'
import { ArtistReference, type ImportProgress, type ImportRun, isReconciled } from '../domain/import-run.ts'
import type { PageQuery } from '../storage/catalog-store.ts'
import { checkIsText } from '../storage/checks.ts'
import type { RunQuery } from '../storage/import-store.ts'
import { type CallEstimate, type EstimateOptions, estimateImport } from './estimate-import.ts'
import {
  hasClients,
  type ImportDependencies,
  type ImportOptions,
  needClients,
  withDefaults,
} from './import-options.ts'
import { storeArtistPage } from './phase-artist.ts'
import { withLease } from './runs/leased-run.ts'
import { importWork, isAbandoned, type QueuedRun, takeQueuedRun, toWorkItem } from './runs/queued-run.ts'
import { cancelled, createRunRecord, leaseLost, type RunRecord } from './runs/run-record.ts'
import { runTasks } from './runs/run-tasks.ts'
import { subjectOf } from './runs/subject-of.ts'
import { type WatchOptions, watchImport } from './runs/watch-import.ts'

/** Somebody waits for what `start` and `cancel` ask for. */
const urgent = 10

/**
 * Imports artists: who they are (phase 1), their shows and venues (phase 2), their songs and past setlists
 * (phase 3). `start` answers after phase 1, when the artist's page can be shown; the rest goes on in the
 * background, leaves a checkpoint at every page, and is taken over by another process if this one dies.
 *
 * @example
 * const imports = new ArtistImportOrchestrator({ storage, clients: { spotify, ticketmaster, setlistfm, musicbrainz } })
 * const run = await imports.start({ name: 'Velvet Harbor' })
 * for await (const step of imports.watch(run.id)) console.log(step.percent, step.message)
 */
export class ArtistImportOrchestrator {
  readonly #dependencies: ImportDependencies
  readonly #live = new Map<string, AbortController>()
  readonly #closing = new AbortController()
  readonly #stopWork: () => Promise<void>

  constructor(options: ImportOptions) {
    this.#dependencies = withDefaults(options)
    this.#stopWork = this.#dependencies.queue.work(importWork, (payload, { signal, redelivered }) =>
      this.#goOn(
        payload as unknown as QueuedRun,
        AbortSignal.any([signal, this.#closing.signal]),
        redelivered,
      ),
    )
  }

  /**
   * What importing this artist will cost in calls, and what is left of today's budgets. Unless the artist has been
   * imported before, it asks the services how much there is: a handful of calls, which a response cache saves the
   * import.
   */
  async estimate(reference: ArtistReference, options: EstimateOptions = {}): Promise<CallEstimate> {
    needClients(this.#dependencies.clients)
    return estimateImport(this.#dependencies, parse(reference), options)
  }

  /**
   * Imports an artist. Answers when the artist's page is stored; when the artist is being imported already,
   * answers that run. Rejects, with nothing stored but the failed run, when the reference leads to no artist
   * (`NotFoundError`), to several equally well (`AmbiguousError`), or when no service could be asked.
   */
  async start(
    reference: ArtistReference,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ImportRun> {
    const { storage, clients, clock, owner, leaseMs } = this.#dependencies
    needClients(clients)
    const parsed = parse(reference)
    const begun = await storage.imports.begin({
      subject: subjectOf(parsed),
      reference: parsed,
      lease: { owner, at: clock.now(), leaseMs },
    })
    if (begun.status === 'already-running') return this.#pageStored(begun.run.id, signal)

    const { run, fence } = begun
    const outcome = await this.#leased(run, fence, { cancel: signal }, async (record, stop) => {
      const attached = await this.#artistOf(run, fence, record, stop)
      if (attached.id !== run.id) return attached
      await this.#enqueue({ runId: run.id, fence }, urgent)
      return attached
    })
    if (outcome.id !== run.id) return this.#pageStored(outcome.id, signal)
    return outcome
  }

  /** The steps of an import, from the first or after a given one, until its end. */
  watch(runId: string, options: WatchOptions = {}): AsyncIterable<ImportProgress> {
    const { storage, bus, clock } = this.#dependencies
    return watchImport({ imports: storage.imports, bus, clock }, runId, options)
  }

  /** Resolves with the run when it has ended, well or not. */
  async finished(runId: string, options: WatchOptions = {}): Promise<ImportRun> {
    for await (const _ of this.watch(runId, options));
    return this.get(runId)
  }

  /** A run, or null. */
  async find(runId: string): Promise<ImportRun | null> {
    checkIsText('runId', runId)
    return this.#dependencies.storage.imports.find(runId)
  }

  /** A run; a `NotFoundError` if there is none. */
  async get(runId: string): Promise<ImportRun> {
    return (await this.find(runId)) ?? missing(runId)
  }

  /** Runs, the latest first. */
  list(query: RunQuery & PageQuery = {}): Promise<Page<ImportRun>> {
    return this.#dependencies.storage.imports.list(query)
  }

  /**
   * Stops an import: at once when this process works on it, else at its next checkpoint. What is stored stays.
   * Answers the run; one that has ended stays as it ended.
   */
  async cancel(runId: string): Promise<ImportRun> {
    const { storage, clock } = this.#dependencies
    const at = clock.now()
    const run = (await storage.imports.cancel({ runId, at })) ?? missing(runId)
    if (run.status !== 'running') return run
    const live = this.#live.get(runId)
    if (live) live.abort(cancelled(runId))
    else if (isAbandoned(run, at)) await this.#enqueue({ runId, fence: null }, urgent)
    return run
  }

  /**
   * Goes on with a run whose process has died, from its last checkpoint. A run that has ended is answered as it
   * is. A `ConflictError` says that its process still shows signs of life.
   */
  async resume(runId: string): Promise<ImportRun> {
    const run = await this.get(runId)
    if (run.status !== 'running') return run
    if (!isAbandoned(run, this.#dependencies.clock.now())) {
      throw new ConflictError(
        `Import ${runId} is being worked on; its lease runs until ${run.lease.expiresAt.toISOString()} unless renewed`,
      )
    }
    await this.#enqueue({ runId, fence: null })
    return run
  }

  /**
   * Takes over every run whose process has died, and answers those that were not waiting for their turn already.
   * Call it when a process starts, and from time to time, or let `keepResuming` do so.
   */
  async resumeAbandoned(): Promise<ImportRun[]> {
    const { storage, clients, clock } = this.#dependencies
    if (!hasClients(clients)) return []
    const { items } = await storage.imports.list({ leaseExpiredAt: clock.now(), limit: 1000 })
    const resumed: ImportRun[] = []
    for (const run of items) if (await this.#enqueue({ runId: run.id, fence: null })) resumed.push(run)
    return resumed
  }

  /**
   * Takes over what dead processes have left, now and every so many milliseconds, until `close`. For a process that
   * lives long; a look costs one small query.
   *
   * @example
   * setvote.imports.keepResuming({ everyMs: 30_000 })
   */
  keepResuming({ everyMs = seconds(30) }: { readonly everyMs?: number } = {}): void {
    if (!(everyMs >= 100)) {
      throw new InvalidOptionsError('keepResuming: `everyMs` must be at least 100, for example 30_000')
    }
    const { clock, logger } = this.#dependencies
    const { signal } = this.#closing
    const look = async () => {
      while (!signal.aborted) {
        await this.resumeAbandoned().catch((error: unknown) =>
          logger.warn('could not look for abandoned imports', { error }),
        )
        await clock.sleep(everyMs, signal)
      }
    }
    look().catch(() => {})
  }

  /** Stops working. Runs that have not ended are left at their checkpoints for another process. */
  async close(): Promise<void> {
    this.#closing.abort(new AbortedError('This orchestrator is closing'))
    await this.#stopWork()
  }

  #enqueue(queued: QueuedRun, priority = 0): Promise<boolean> {
    return this.#dependencies.queue.add(toWorkItem(queued, priority))
  }

  async #goOn(queued: QueuedRun, signal: AbortSignal, redelivered: boolean): Promise<void> {
    const { storage, logger } = this.#dependencies
    const { runId } = queued
    const taken = await takeQueuedRun(this.#dependencies, queued, { signal, redelivered })
    if (taken.status !== 'leased') {
      logger.info('an import is no longer ours', { runId, status: taken.status })
      return
    }
    const { run, fence } = taken
    try {
      await this.#leased(run, fence, { leave: signal }, async (record, stop) => {
        if (run.cancelRequestedAt) throw cancelled(runId)
        const attached = await this.#artistOf(run, fence, record, stop)
        if (attached.id !== runId) return attached
        const artist = attached.artistId ? await storage.artists.find(attached.artistId) : null
        if (!artist) throw new NotFoundError(`The artist of import ${runId} has been removed`)
        await runTasks(this.#dependencies, artist, record, { signal: stop, lane: 'background' })
        const complete = isReconciled(record.ledger())
        return record.finish(
          { status: complete ? 'completed' : 'completed-with-gaps' },
          complete ? `${artist.name} is complete` : `${artist.name} is imported, with gaps`,
        )
      })
    } catch (error) {
      // The queue keeps what its process has to leave, and what the storage did not let it end.
      if (signal.aborted || hasCode(error, 'storage-failed')) throw error
      logger.warn('an import has stopped', { runId, error })
    }
  }

  /** Phase 1, unless an earlier attempt has done it. Answers another run when that one is importing the artist. */
  async #artistOf(run: ImportRun, fence: number, record: RunRecord, signal: AbortSignal): Promise<ImportRun> {
    if (run.artistId && record.hasEnded('artist')) return run
    const { storage } = this.#dependencies
    const page = await storeArtistPage(this.#dependencies, run.reference, { signal, lane: 'interactive' })
    const attached = await storage.imports.attach({ runId: run.id, fence, artistId: page.artist.id })
    if (attached.status === 'lease-lost') throw leaseLost(run.id)
    if (attached.status === 'already-running') return attached.run
    await record.artistStored(`${page.artist.name} is stored`, page.entries, page.gaps)
    return { ...attached.run, ledger: record.ledger() }
  }

  /** Works on a run under its lease, and makes the run say how that ended unless somebody else has to. */
  async #leased(
    run: ImportRun,
    fence: number,
    { cancel, leave }: { readonly cancel?: AbortSignal | undefined; readonly leave?: AbortSignal },
    doWork: (record: RunRecord, signal: AbortSignal) => Promise<ImportRun>,
  ): Promise<ImportRun> {
    const { storage, bus, clock, logger } = this.#dependencies
    const live = new AbortController()
    this.#live.set(run.id, live)
    const record = createRunRecord(
      { imports: storage.imports, bus, clock, logger },
      run,
      fence,
      await this.#percentOf(run),
    )
    try {
      const signals = [live.signal, this.#closing.signal, cancel, leave].filter((each) => each !== undefined)
      return await withLease(
        this.#dependencies,
        { runId: run.id, fence, signal: AbortSignal.any(signals) },
        (stop) => doWork(record, stop),
      )
    } catch (error) {
      const isLeft = this.#closing.signal.aborted || leave?.aborted
      if (hasCode(error, 'conflict', 'storage-failed') || isLeft) throw error
      if (live.signal.aborted || cancel?.aborted || hasCode(error, 'aborted')) {
        return await record.finish({ status: 'cancelled' }, 'Cancelled')
      }
      await record.finish(
        { status: 'failed', reason: isSetvoteError(error) ? error.code : 'internal' },
        messageOf(error),
      )
      throw error
    } finally {
      this.#live.delete(run.id)
    }
  }

  async #percentOf(run: ImportRun): Promise<number> {
    if (!run.artistId) return 0
    const steps = await this.#dependencies.storage.imports.progressAfter({
      runId: run.id,
      sequence: 0,
      limit: 100_000,
    })
    return steps.at(-1)?.percent ?? 0
  }

  /** Waits until a run that is under way has its artist's page. */
  async #pageStored(runId: string, signal: AbortSignal | undefined): Promise<ImportRun> {
    for await (const _ of this.watch(runId, signal ? { signal } : {})) {
      const run = await this.get(runId)
      if (run.artistId || run.status !== 'running') return run
    }
    return this.get(runId)
  }
}

function parse(reference: ArtistReference): ArtistReference {
  const parsed = ArtistReference.safeParse(reference)
  if (parsed.success) return parsed.data
  throw new InvalidInputError(
    "Name the artist in one way: { name: '…' }, { spotifyId: '…' }, { ticketmasterId: '…' } or { mbid: '…' }, and not empty",
  )
}

function missing(runId: string): never {
  throw new NotFoundError(`There is no import ${runId}`)
}

const messageOf = (error: unknown) =>
  isSetvoteError(error) ? error.message : 'An unexpected error ended this import'
