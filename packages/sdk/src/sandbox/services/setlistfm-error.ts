import { Refusal } from './refusal.ts'

/** `{code, status, message, timestamp}`. */
export function setlistfmError(code: 400 | 404, message: string, now: Date): Refusal {
  const timestamp = now.toISOString().replace('Z', '+0000')
  return new Refusal(code, { code, status: code === 404 ? 'Not Found' : 'Bad Request', message, timestamp })
}
