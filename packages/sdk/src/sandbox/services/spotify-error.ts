import { Refusal } from './refusal.ts'

/** `{"error":{"status":…,"message":…}}`; without a message where Spotify sends none. */
export function spotifyError(status: number, message?: string): Refusal {
  return new Refusal(status, { error: { status, ...(message === undefined ? {} : { message }) } })
}
