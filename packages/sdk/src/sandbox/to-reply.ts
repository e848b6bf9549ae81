import type { GatewayAnswer } from './gateway-answers.ts'
import type { Reply } from './reply.ts'

/** Writes an answer out: text as text, anything else as JSON. */
export function toReply(answer: GatewayAnswer): Reply {
  const isText = typeof answer.body === 'string'
  return {
    status: answer.status,
    headers: {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      ...answer.headers,
    },
    body: isText ? (answer.body as string) : JSON.stringify(answer.body),
    broken: null,
  }
}
