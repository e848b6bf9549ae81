import { type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'

const keep = 'Set maxmemory-policy noeviction, or give the cache a Redis of its own.'
const nearlyFull = 0.8

export const redisEviction: DoctorCheck = {
  name: 'redis-eviction',
  find({ redis }) {
    if (!redis || 'error' in redis) return []
    const { evictionPolicy, usedBytes, maxBytes } = redis
    if (evictionPolicy === '') return []
    if (evictionPolicy !== 'noeviction') {
      return maxBytes > 0
        ? [
            problem(
              `Redis forgets when it is full (${evictionPolicy}): queues, budgets and circuits too`,
              keep,
            ),
          ]
        : [warning(`Redis would forget as soon as it had a memory limit (${evictionPolicy})`, keep)]
    }
    if (maxBytes === 0) {
      const advice = 'Set maxmemory below what the machine has: the system kills what takes too much.'
      return [warning('Redis has no memory limit', advice)]
    }
    if (usedBytes > maxBytes * nearlyFull) {
      const percent = Math.round((usedBytes / maxBytes) * 100)
      return [warning(`Redis is ${percent} % full, and refuses writes when it is full`, 'Raise maxmemory.')]
    }
    return [ok('Redis forgets nothing')]
  },
}
