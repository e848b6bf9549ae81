import type { Clock } from '../../core/clock.ts'
import { NotFoundError } from '../../core/errors.ts'
import { importTopic } from '../../domain/event.ts'
import type { ImportProgress } from '../../domain/import-run.ts'
import type { EventBus } from '../../realtime/event-bus.ts'
import type { ImportStore } from '../../storage/import-store.ts'

export interface WatchOptions {
  /** Begin after this sequence number: the last one a returning viewer has seen. @default 0 */
  readonly after?: number
  readonly signal?: AbortSignal
  /** How often to look when no event says to: the import may run in another process. @default 1000 */
  readonly pollMs?: number
}

/**
 * The progress of a run, from the beginning or after a given step, until its terminal step. Leaving does not stop
 * the import; coming back with `after` misses nothing.
 */
export async function* watchImport(
  { imports, bus, clock }: { readonly imports: ImportStore; readonly bus: EventBus; readonly clock: Clock },
  runId: string,
  { after = 0, signal, pollMs = 1000 }: WatchOptions = {},
): AsyncGenerator<ImportProgress> {
  let sequence = after
  let wake = new AbortController()
  const stop = bus.subscribe(importTopic(runId), () => wake.abort())
  try {
    while (!signal?.aborted) {
      const pause = wake.signal
      const steps = await imports.progressAfter({ runId, sequence })
      for (const step of steps) {
        yield step
        sequence = step.sequence
        if (step.status !== 'running') return
      }
      if (steps.length === 0) {
        const run = await imports.find(runId)
        if (!run) throw new NotFoundError(`There is no import ${runId}`)
        if (
          run.status !== 'running' &&
          (await imports.progressAfter({ runId, sequence, limit: 1 })).length === 0
        )
          return
      }
      if (!pause.aborted) {
        await clock.sleep(pollMs, signal ? AbortSignal.any([pause, signal]) : pause).catch(() => {})
      }
      if (wake.signal.aborted) wake = new AbortController()
    }
  } finally {
    stop()
  }
}
