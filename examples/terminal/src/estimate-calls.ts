import { memoryStorage } from '@setvote/adapter-memory'
import { type CallEstimate, createSetvote, isUpstreamError } from '@setvote/sdk'
import { KeyRefusedError } from './key-refused-error.ts'
import { watchCalls } from './watched-services.ts'
import type { DemoWorld } from './world.ts'

export interface Estimate {
  readonly estimate: CallEstimate | null
  /** Why there is no estimate. */
  readonly problem: string | null
}

/**
 * What the import will cost, asked by a setvote of its own: an import with cold caches then shows what it takes by
 * itself. A service that does not answer leaves no estimate; a refused key of a real service is a `KeyRefusedError`.
 */
export async function estimateCalls(world: DemoWorld, signal: AbortSignal): Promise<Estimate> {
  const watch = watchCalls(world.scouting)
  const setvote = createSetvote({ storage: memoryStorage(), ...watch.options })
  try {
    const estimate = await setvote.imports.estimate(world.artist, { signal })
    refuse(watch.refusal())
    await world.settle(signal)
    return { estimate, problem: null }
  } catch (error) {
    refuse(watch.refusal())
    if (!isUpstreamError(error)) throw error
    return { estimate: null, problem: error.message }
  } finally {
    await setvote.close()
  }

  function refuse(refusal: ReturnType<typeof watch.refusal>): void {
    if (world.isReal && refusal) throw new KeyRefusedError(refusal.service, refusal.error)
  }
}
