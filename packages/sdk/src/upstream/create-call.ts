import type { Call, UpstreamAnswer } from './call.ts'

/**
 * A call that starts when somebody first asks for its outcome, and runs once. Dropped, it never starts.
 */
export function createCall<Value>(run: () => Promise<UpstreamAnswer<Value>>): Call<Value> {
  let running: Promise<UpstreamAnswer<Value>> | null = null
  const start = () => {
    running ??= run()
    return running
  }
  const value = async () => (await start()).data
  return {
    withResponse: () => start(),
    // biome-ignore lint/suspicious/noThenProperty: being awaited is what a call is for
    then: (onFulfilled, onRejected) => value().then(onFulfilled, onRejected),
    catch: (onRejected) => value().catch(onRejected),
    finally: (onFinally) => value().finally(onFinally),
  }
}
