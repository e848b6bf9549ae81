import { StorageError } from '@setvote/sdk'
import type { ImportStore, Storage } from '@setvote/sdk/storage'

/**
 * One process's view of a storage. When the process dies, in the middle of a verb, every later call of it fails,
 * and nothing of it reaches the storage any more; what the storage holds stays.
 */
export interface MortalStorage {
  readonly storage: Storage
  readonly checkpoints: () => number
  readonly died: Promise<void>
}

/** The process dies at its n-th checkpoint, before or after it is written; never with `Infinity`. */
export function mortalStorage(
  storage: Storage,
  death: { readonly atCheckpoint: number; readonly when: 'before' | 'after' },
): MortalStorage {
  let dead = false
  let checkpoints = 0
  let died = () => {}
  const whenDied = new Promise<void>((resolve) => {
    died = resolve
  })
  const die = (): never => {
    dead = true
    died()
    throw new StorageError('This process is dead')
  }
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, verb, receiver) {
        const value: unknown = Reflect.get(target, verb, receiver)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          if (dead) throw new StorageError('This process is dead')
          const isCheckpoint = verb === ('checkpoint' satisfies keyof ImportStore)
          if (isCheckpoint) checkpoints++
          const isLast = isCheckpoint && checkpoints === death.atCheckpoint
          if (isLast && death.when === 'before') die()
          const result: unknown = await value.apply(target, given)
          return isLast ? die() : result
        }
      },
    })
  return {
    checkpoints: () => checkpoints,
    died: whenDied,
    storage: Object.fromEntries(
      Object.entries(storage).map(([name, port]) => [
        name,
        typeof port === 'object' ? mortal(port as object) : port,
      ]),
    ) as unknown as Storage,
  }
}
