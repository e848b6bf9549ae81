import type { HostileAnswer } from './hostile-answers.ts'

/** Statuses whose answers have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/** A `fetch` that gives these answers in turn, the last one again and again. Nothing leaves the process. */
export function scriptedFetch(answers: readonly HostileAnswer[]): {
  readonly fetch: typeof fetch
  readonly requests: () => number
} {
  let count = 0
  return {
    requests: () => count,
    fetch: async () => toResponse(answers[Math.min(count++, answers.length - 1)]!),
  }
}

export function toResponse({ status, headers, body }: HostileAnswer): Response {
  if (typeof body === 'object' && 'refused' in body) throw body.refused
  if (bodiless.has(status)) return new Response(null, { status, headers })
  return new Response(typeof body === 'object' && 'cut' in body ? brokenOff(body.cut) : body, {
    status,
    headers,
  })
}

function brokenOff(start: string): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError('terminated'))
      sent = true
      controller.enqueue(new TextEncoder().encode(start))
    },
  })
}
