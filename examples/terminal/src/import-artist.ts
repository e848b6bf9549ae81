import type { ArtistReference, ImportRun, Setvote } from '@setvote/sdk'
import { sentenceFor } from './sentence-for.ts'
import type { ProgressView } from './show-progress.ts'

export interface FinishedImport {
  readonly run: ImportRun
  /** Until the artist's page could be shown; null when it never could. */
  readonly phase1Ms: number | null
  readonly totalMs: number
  /** Why the import has failed, as a sentence; null when it has not. */
  readonly failure: string | null
}

/** Imports an artist from the first call to the last step. A signal cancels the import; what is stored stays. */
export async function importArtist(
  { imports }: Setvote,
  artist: ArtistReference,
  view: ProgressView,
  signal: AbortSignal,
): Promise<FinishedImport> {
  const begunAt = new Date()
  const startedAt = performance.now()
  const elapsedMs = () => Math.round(performance.now() - startedAt)
  let phase1Ms: number | null = null
  let lastMessage = ''
  try {
    const { id, artistId } = await imports.start(artist, { signal })
    if (artistId) phase1Ms = elapsedMs()
    cancelWith(signal, () => imports.cancel(id))
    for await (const step of imports.watch(id)) {
      lastMessage = step.message
      view.step(step, await imports.get(id))
    }
    const totalMs = elapsedMs()
    const run = await imports.get(id)
    const failure = run.status === 'failed' ? `The import has failed: ${lastMessage}` : null
    await view.end(run.status === 'cancelled' ? 'cancelled' : failure)
    return { run, phase1Ms, totalMs, failure }
  } catch (error) {
    const totalMs = elapsedMs()
    await view.end('not done')
    const [run] = (await imports.list({ limit: 1 })).items
    // A store that is kept has the runs of earlier demos too.
    if (!run || run.startedAt < begunAt) throw error
    return { run, phase1Ms, totalMs, failure: sentenceFor(error) }
  }
}

/** A cancellation that fails leaves an import that goes on, and its end says how it went. */
export function cancelWith(signal: AbortSignal, cancel: () => Promise<unknown>): void {
  const run = () => void cancel().catch(() => {})
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
}
