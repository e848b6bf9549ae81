import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a child process says about itself when it is ready, and what it can be asked. */
export interface ChildContract {
  readonly options: unknown
  readonly ready: unknown
  readonly answers: Readonly<Record<string, unknown>>
}

/** A program in a process of its own. */
export interface Child<Contract extends ChildContract> {
  readonly ready: Contract['ready']
  ask<Question extends keyof Contract['answers'] & string>(
    question: Question,
  ): Promise<Contract['answers'][Question]>
  stop(): Promise<void>
}

type FromChild =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number | null; readonly message: string }

interface FromParent {
  readonly id: number
  readonly question: string
}

/** Starts a program of `children/` and waits until it is ready. `nodeOptions` come after those of this process. */
export async function startChild<Contract extends ChildContract>(
  program: string,
  options: Contract['options'],
  nodeOptions: readonly string[] = [],
): Promise<Child<Contract>> {
  const file = fileURLToPath(new URL(`../children/${program}`, import.meta.url))
  const child = fork(file, [JSON.stringify(options)], {
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...nodeOptions],
  })
  const pending = new Map<number | null, { resolve(value: unknown): void; reject(reason: Error): void }>()
  const wait = (id: number | null) =>
    new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }))
  child.on('message', (message: FromChild) => {
    const id = message.kind === 'ready' ? null : message.id
    const waiting = pending.get(id)
    pending.delete(id)
    if (message.kind === 'failure') waiting?.reject(new Error(`${program}: ${message.message}`))
    else waiting?.resolve(message.value)
  })
  child.on('exit', (code) => {
    for (const { reject } of pending.values()) reject(new Error(`${program} ended with code ${code}`))
  })
  const ready = await wait(null).catch((error: unknown) => {
    if (child.connected) child.disconnect()
    throw error
  })
  let questions = 0
  return {
    ready,
    ask<Question extends keyof Contract['answers'] & string>(question: Question) {
      const id = questions++
      const answer = wait(id)
      child.send({ id, question } satisfies FromParent)
      return answer as Promise<Contract['answers'][Question]>
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        child.on('exit', () => resolve())
        child.disconnect()
      }),
  }
}

/** The other side: what a program of `children/` does instead of a `main`. It ends when its parent lets go of it. */
export async function serveParent<Contract extends ChildContract>(
  start: (options: Contract['options']) => Promise<{
    readonly ready: Contract['ready']
    readonly answers: {
      readonly [Question in keyof Contract['answers']]: () =>
        | Contract['answers'][Question]
        | Promise<Contract['answers'][Question]>
    }
  }>,
): Promise<void> {
  const send = (message: FromChild) => process.send!(message)
  const failure = (id: number | null, error: unknown): FromChild => ({
    kind: 'failure',
    id,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  process.on('disconnect', () => process.exit(0))
  try {
    const { ready, answers } = await start(JSON.parse(process.argv[2] ?? 'null'))
    process.on('message', async ({ id, question }: FromParent) => {
      try {
        send({ kind: 'answer', id, value: await answers[question]!() })
      } catch (error) {
        send(failure(id, error))
      }
    })
    send({ kind: 'ready', value: ready })
  } catch (error) {
    send(failure(null, error))
  }
}
