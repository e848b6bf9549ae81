import { type Diagnosis, type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'

const oldest = [6, 2] as const

export const redisServer: DoctorCheck = {
  name: 'redis-server',
  find({ redis }) {
    if (!redis) return []
    if ('error' in redis) {
      const advice =
        'Correct REDIS_URL or start Redis. Until then each process has its own part of every budget.'
      return [problem(`Redis does not answer: ${redis.error}`, advice)]
    }
    const { version, role, isPersistent, lastSaveFailed } = redis
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const found: Diagnosis[] = []
    if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
      found.push(problem(`Redis ${version} is too old`, `Upgrade to Redis ${oldest.join('.')} or newer.`))
    }
    if (role === 'slave') {
      found.push(problem('This Redis is a replica and takes no writes', 'Connect to the primary.'))
    }
    if (lastSaveFailed) {
      const advice = 'See its log (a full disk?). It may refuse every write until a save succeeds.'
      found.push(problem('Redis could not save its data', advice))
    }
    if (isPersistent === false) {
      const advice =
        'Set appendonly yes where the import queue is in Redis: what waits there is lost with a restart. Caches, budgets and circuits recover by themselves.'
      found.push(warning('Redis keeps nothing over a restart', advice))
    }
    return found.length > 0 ? found : [ok(`Redis ${version} takes writes and keeps them`)]
  },
}
