import { clocks } from './checks/clocks.ts'
import { cronSecret } from './checks/cron-secret.ts'
import { leases } from './checks/leases.ts'
import { node } from './checks/node.ts'
import { postgresPooler } from './checks/postgres-pooler.ts'
import { postgresSchema } from './checks/postgres-schema.ts'
import { postgresServer } from './checks/postgres-server.ts'
import { redisEviction } from './checks/redis-eviction.ts'
import { redisServer } from './checks/redis-server.ts'
import { runLengths } from './checks/run-lengths.ts'
import { schedules } from './checks/schedules.ts'
import { servedSchedules } from './checks/served-schedules.ts'
import { serviceKeys } from './checks/service-keys.ts'
import { timeZones } from './checks/time-zones.ts'
import { toldPeople } from './checks/told-people.ts'
import { windows } from './checks/windows.ts'
import type { DoctorCheck } from './doctor-finding.ts'

export const checks: readonly DoctorCheck[] = [
  postgresServer,
  postgresSchema,
  postgresPooler,
  redisServer,
  redisEviction,
  clocks,
  serviceKeys,
  cronSecret,
  toldPeople,
  schedules,
  servedSchedules,
  timeZones,
  windows,
  runLengths,
  leases,
  node,
]
