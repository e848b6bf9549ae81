import { AbortedError } from '../core/errors.ts'
import { guardTimer } from '../core/guard-timer.ts'

/**
 * What `work` answers, within `ms` of real time. After that it rejects, whatever `work` does with its signal. What
 * `work` rejects with later is nobody's.
 */
export async function withTimeLimit<Answer>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController()
  let callOff = () => {}
  const tooLate = new Promise<never>((_, reject) => {
    callOff = guardTimer(ms, () => {
      const error = new AbortedError(`no answer within ${ms} ms`)
      reject(error)
      controller.abort(error)
    })
  })
  try {
    return await Promise.race([work(controller.signal), tooLate])
  } finally {
    callOff()
  }
}
