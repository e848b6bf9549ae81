import type { Storage } from '@setvote/sdk/storage'

/** Where a process is killed: at the `count`-th call of a verb, before storage hears of it or after it has answered. */
export interface Death {
  /** `jobs.checkpoint` */
  readonly verb: string
  readonly count: number
  readonly when: 'before' | 'after'
}

/** A storage whose process is killed, as by `kill -9`, in the middle of what it does there. */
export function dyingStorage(storage: Storage, { verb, count, when }: Death): Storage {
  const [portName, verbName] = verb.split('.') as [keyof Storage, string]
  let calls = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  const port = new Proxy(storage[portName] as object, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (name !== verbName || typeof value !== 'function') return value
      return async (...given: unknown[]) => {
        const isLast = ++calls === count
        if (isLast && when === 'before') die()
        const answer: unknown = await value.apply(target, given)
        if (isLast) die()
        return answer
      }
    },
  })
  return { ...storage, [portName]: port }
}
