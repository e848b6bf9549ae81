import assert from 'node:assert/strict'
import { type ErrorCode, hasCode } from '../core/errors.ts'

/** The call rejects with an error of this code. It must reject, not throw. */
export async function rejectsAs(code: ErrorCode, call: () => Promise<unknown>): Promise<void> {
  let answer: unknown
  try {
    answer = await call()
  } catch (error) {
    assert.ok(hasCode(error, code), `expected an error of code ${code}, got ${String(error)}`)
    return
  }
  assert.fail(`expected an error of code ${code}, got ${JSON.stringify(answer)}`)
}

/** Every one of the calls is refused as input that cannot be meant. */
export async function refused(...calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const call of calls) await rejectsAs('invalid-input', call)
}

/** Equal but for the last digits of floating point arithmetic. */
export function isClose(actual: number | null | undefined, expected: number): void {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
    `expected about ${expected}, got ${actual}`,
  )
}
