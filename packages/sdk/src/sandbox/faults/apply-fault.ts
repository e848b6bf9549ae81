import { type GatewayAnswer, gatewayAnswersOf, reasonOf, withRetryAfter } from '../gateway-answers.ts'
import type { Breakage, Reply } from '../reply.ts'
import { toReply } from '../to-reply.ts'
import type { Fault } from './fault.ts'
import { changeTypes } from './wrong-types.ts'

/** What a fault needs to know about the call it spoils. */
export interface StruckCall {
  readonly at: Date
  /** The caller's key, which one of the services repeats in its refusals. */
  readonly key: string
  /** The honest answer. */
  answer(): Reply
  /** The honest answer to somebody who asked for another artist. */
  answerForOtherArtist(): Reply
}

export interface SpoiltAnswer {
  readonly reply: Reply
  /** To wait on top of the latency. */
  readonly delayMs: number
}

const premiumLapsed =
  'Active premium subscription required for the owner of the app. When the subscription status changes, it can take a few hours before requests are allowed again.'

/** What a call gets when a fault strikes it. */
export function applyFault(fault: Fault, call: StruckCall): SpoiltAnswer {
  const refusals = gatewayAnswersOf(fault.service, call.at)
  switch (fault.kind) {
    case 'rate-limited-day':
      return refuse(withRetryAfter(fault.service === 'spotify' ? tooManyInText : refusals.tooFast(), '86400'))
    case 'rate-limited-short':
      return refuse(withRetryAfter(refusals.tooFast(), '1'))
    case 'rate-limited-date': {
      const until = new Date(call.at.getTime() + (fault.retryAfterMs ?? 5000))
      return refuse(withRetryAfter(refusals.tooFast(), until.toUTCString()))
    }
    case 'quota-exceeded':
      return refuse(refusals.quotaExhausted(call.key))
    case 'forbidden':
      return refuse(refusals.forbidden())
    case 'forbidden-text':
      return refuse({ status: 403, body: premiumLapsed })
    case 'server-error':
      return refuse(refusals.failed(fault.status ?? 503))
    case 'spurious-401':
      return refuse(refusals.spuriouslyUnauthenticated())
    case 'html':
      return now(htmlPage(fault.status ?? 200))
    case 'empty-body':
      return now({ ...call.answer(), status: fault.status ?? 200, body: '' })
    case 'connection-reset':
      return now(broken(call.answer(), { by: 'reset', at: fault.at ?? 'headers' }))
    case 'stall':
      return now(broken(call.answer(), { by: 'stall', at: fault.at ?? 'headers' }))
    case 'truncated-json': {
      const answer = call.answer()
      return now({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) })
    }
    case 'wrong-types': {
      const answer = call.answer()
      if (!answer.headers['content-type']?.includes('json')) return now(answer)
      const changed = changeTypes(JSON.parse(answer.body), fault.change ?? 'numbers-as-strings')
      return now({ ...answer, body: JSON.stringify(changed) })
    }
    case 'wrong-artist':
      return now(call.answerForOtherArtist())
    case 'slow':
      return { reply: call.answer(), delayMs: fault.delayMs ?? 3000 }
  }
}

const tooManyInText: GatewayAnswer = { status: 429, body: 'Too many requests' }

const now = (reply: Reply): SpoiltAnswer => ({ reply, delayMs: 0 })
const refuse = (refusal: GatewayAnswer): SpoiltAnswer => now(toReply(refusal))
const broken = (reply: Reply, breakage: Breakage): Reply => ({ ...reply, broken: breakage })

function htmlPage(status: 200 | 502): Reply {
  const title = status === 200 ? 'We will be right back' : `${status} ${reasonOf(status)}`
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
    broken: null,
  }
}
