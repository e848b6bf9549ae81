import type { SandboxAnswer } from './service.ts'

/** Thrown inside a service to answer with an error body at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>> | undefined
  constructor(status: number, body: unknown, headers?: Readonly<Record<string, string>>) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Runs a handler; a `Refusal` becomes its answer. */
export function answerOrRefuse(
  template: string,
  handle: () => Omit<SandboxAnswer, 'template'>,
): SandboxAnswer {
  try {
    return { ...handle(), template }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, body, headers } = error
    return { status, body, template, ...(headers === undefined ? {} : { headers }) }
  }
}
