import type { DoctorRedis } from './read-redis.ts'

export interface DoctorOptions {
  /** Where secrets and addresses are looked for. Their values are not told. @default nothing is set */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** An ioredis client to examine. @default one for `env.REDIS_URL`, if there is one */
  readonly redis?: DoctorRedis | undefined
  /** Asks the configured services what time it is. @default they are not asked */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** `process.versions.node`. @default not judged */
  readonly nodeVersion?: string | undefined
}
