import type { BreakerEntry, BreakerStore } from '../upstream/breaker-store.ts'
import type { RedisConnection } from './redis-connection.ts'
import { redisScript } from './redis-script.ts'

/** ARGV: at, token, lease. Answers the status and what belongs to it. */
const enterScript = redisScript<[string, string]>(`
local at = tonumber(ARGV[1])
local circuit = redis.call('HMGET', KEYS[1], 'probeAt', 'failures', 'leaseUntil')
if not circuit[1] then return { 'closed', circuit[2] or '0' } end
if at < tonumber(circuit[1]) then return { 'open', circuit[1] } end
if circuit[3] and at < tonumber(circuit[3]) then return { 'probing', '' } end
redis.call('HSET', KEYS[1], 'token', ARGV[2], 'leaseUntil', string.format('%.0f', at + tonumber(ARGV[3])))
return { 'probe', ARGV[2] }
`)

/** ARGV: at, outcome, token or '', failures, open for, longest open for. */
const reportScript = redisScript<number>(`
local at, outcome, token = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local function text(number) return string.format('%.0f', number) end
local function open(openMs)
  local longest = tonumber(ARGV[6])
  local nextMs = math.min(openMs * 2, longest)
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'probeAt', text(at + openMs), 'nextOpenMs', text(nextMs))
  redis.call('PEXPIRE', KEYS[1], text(openMs + 3600000))
  return 1
end
local circuit = redis.call('HMGET', KEYS[1], 'probeAt', 'token', 'nextOpenMs')
if circuit[1] then
  if token == '' or circuit[2] ~= token then return 0 end
  if outcome == 'good' then return redis.call('DEL', KEYS[1]) end
  if outcome == 'bad' then return open(tonumber(circuit[3])) end
  return redis.call('HDEL', KEYS[1], 'token', 'leaseUntil')
end
if token ~= '' or outcome == 'inconclusive' then return 0 end
if outcome == 'good' then return redis.call('DEL', KEYS[1]) end
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
if failures >= tonumber(ARGV[4]) then return open(tonumber(ARGV[5])) end
redis.call('PEXPIRE', KEYS[1], 600000)
return 1
`)

/**
 * The circuits of services in Redis: one probe for all processes.
 *
 * @example
 * const ticketmaster = createTicketmaster({ apiKey, breakers: redisBreakerStore(redisConnection({ url })) })
 */
export function redisBreakerStore(redis: RedisConnection): BreakerStore {
  const { link, offset, ids } = redis
  const circuitOf = (name: string) => redis.key('circuit', name)
  return {
    async enter({ name, at, leaseMs }): Promise<BreakerEntry> {
      const aheadMs = await offset.find()
      const args = [at.getTime() + aheadMs, ids('probe'), leaseMs]
      const [status, detail] = await link.ask((client) => enterScript(client, [circuitOf(name)], args))
      if (status === 'closed') return { status, failures: Number(detail) }
      if (status === 'open') return { status, retryAt: new Date(Number(detail) - aheadMs) }
      return status === 'probe' ? { status, token: detail } : { status: 'probing' }
    },
    async report({ name, at, outcome, token, failures, openMs, longestOpenMs }) {
      const instant = at.getTime() + (await offset.find())
      const args = [instant, outcome, token ?? '', failures, Math.ceil(openMs), Math.ceil(longestOpenMs)]
      await link.ask((client) => reportScript(client, [circuitOf(name)], args))
    },
  }
}
