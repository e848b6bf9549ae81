import type { Clock } from '../core/clock.ts'
import { seconds } from '../core/duration.ts'
import type { SandboxKeys } from './access/credentials.ts'
import type { Gate } from './access/gate.ts'
import type { IssuedToken, SpotifyTokens } from './access/spotify-tokens.ts'
import { type CallLog, withoutSecrets } from './call-log.ts'
import { applyFault } from './faults/apply-fault.ts'
import type { FaultPlan } from './faults/fault-plan.ts'
import { type GatewayAnswer, gatewayAnswersOf, withRetryAfter } from './gateway-answers.ts'
import type { Meter, Metered } from './limits/meter.ts'
import type { Reply } from './reply.ts'
import type { ServiceName } from './service-name.ts'
import type { SandboxAnswer, SandboxRequest } from './services/service.ts'
import { toReply } from './to-reply.ts'

/** Takes a request in and answers what goes back, after the latency. Rejects when the caller gives up before. */
export type Receiver = (
  service: ServiceName,
  request: SandboxRequest,
  signal: AbortSignal | undefined,
) => Promise<Reply>

export interface ReceiverParts {
  readonly answer: (service: ServiceName, request: SandboxRequest, at: Date) => SandboxAnswer
  readonly otherArtist: (request: SandboxRequest) => SandboxRequest
  readonly keys: SandboxKeys
  readonly gate: Gate
  readonly tokens: SpotifyTokens
  readonly meter: () => Meter
  readonly faults: FaultPlan
  readonly latency: () => number
  readonly log: CallLog
  readonly clock: Clock
}

/**
 * The order in which a service looks at a call: who is it, has it calls left, and only then what does it want.
 * Faults strike calls that would have been answered. All of it is decided at the instant of arrival.
 */
export function createReceiver(parts: ReceiverParts): Receiver {
  const { clock, log } = parts
  return async (service, request, signal) => {
    signal?.throwIfAborted()
    const at = clock.now()
    const decision = decide(parts, service, request, at)
    const answered = log.receive({
      at,
      service,
      method: request.method,
      template: decision.template,
      path: request.path,
      query: withoutSecrets(request.query),
      fault: decision.fault,
    })
    const waitMs = parts.latency() + decision.delayMs
    if (waitMs > 0) await clock.sleep(waitMs, signal)
    if (decision.reply.broken?.at !== 'headers') answered({ status: decision.reply.status, at: clock.now() })
    return decision.reply
  }
}

interface Decision {
  readonly reply: Reply
  readonly template: string
  readonly fault: string | null
  readonly delayMs: number
}

function decide(parts: ReceiverParts, service: ServiceName, request: SandboxRequest, at: Date): Decision {
  const { keys, gate, faults } = parts
  const answer = parts.answer(service, request, at)
  const honest = (reply: Reply): Decision => ({ reply, template: answer.template, fault: null, delayMs: 0 })

  const refused = gate(service, request, at)
  if (refused) return honest(toReply(refused))

  const metered: Metered =
    service === 'spotify-accounts' ? { status: 'granted', day: null } : parts.meter().take(service, at)
  if (metered.status !== 'granted') return honest(toReply(refusalFor(service, metered, keys, at)))

  const write = (given: SandboxAnswer): Reply => {
    if (service === 'spotify-accounts' && given.status === 200)
      parts.tokens.accept(given.body as IssuedToken, at)
    const reply = toReply(given)
    return service === 'ticketmaster' ? withQuotaHeaders(reply, metered) : reply
  }
  const fault = faults.next(service, answer.template)
  if (!fault) return honest(write(answer))
  const spoilt = applyFault(fault, {
    at,
    key: keys.ticketmasterApiKey,
    answer: () => write(answer),
    answerForOtherArtist: () => write(parts.answer(service, parts.otherArtist(request), at)),
  })
  return { ...spoilt, template: answer.template, fault: fault.name ?? fault.kind }
}

function refusalFor(
  service: ServiceName,
  metered: Exclude<Metered, { status: 'granted' }>,
  keys: SandboxKeys,
  at: Date,
): GatewayAnswer {
  const refusals = gatewayAnswersOf(service, at)
  if (metered.status === 'day-exhausted') return refusals.quotaExhausted(keys.ticketmasterApiKey)
  const isSpotify = service === 'spotify'
  return isSpotify
    ? withRetryAfter(refusals.tooFast(), String(Math.ceil(metered.waitMs / seconds(1))))
    : refusals.tooFast()
}

/** Successful answers of Ticketmaster tell how the day stands; its errors do not. */
function withQuotaHeaders(reply: Reply, metered: Metered): Reply {
  if (metered.status !== 'granted' || metered.day === null || reply.status !== 200) return reply
  const { limit, available, over, resetsAt } = metered.day
  return {
    ...reply,
    headers: {
      ...reply.headers,
      'rate-limit': String(limit),
      'rate-limit-available': String(available),
      'rate-limit-over': String(over),
      'rate-limit-reset': String(resetsAt.getTime()),
    },
  }
}
