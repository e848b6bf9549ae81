export { type EmailOptions, email } from './alerts/email.ts'
export type { BuiltInSettings } from './config/built-in-settings.ts'
export {
  type BeginSlot,
  type CronConfig,
  type CronOptions,
  type CronServices,
  defineCron,
  type OwnJob,
  type RunRequest,
  type SlotEngine,
} from './config/define-cron.ts'
export { getScheduledJob } from './config/get-scheduled-job.ts'
export type { JobSettings, MissedPolicy, OverlapPolicy, ScheduledJob } from './config/job-settings.ts'
export { doctor } from './doctor/doctor.ts'
export type { DoctorFinding } from './doctor/doctor-finding.ts'
export type { DoctorOptions } from './doctor/doctor-options.ts'
export type { DoctorRedis } from './doctor/read-redis.ts'
export {
  createRunner,
  type RunNowOptions,
  type Runner,
  type RunnerOptions,
  type Ticked,
} from './runner/create-runner.ts'
export { cronMonitoring } from './runner/cron-monitoring.ts'
export { pingsSent, runScheduled } from './runner/run-scheduled.ts'
export { type ClockChange, clockChanges } from './schedule/clock-changes.ts'
export { createSchedule, type Schedule } from './schedule/schedule.ts'
export {
  type CronHandler,
  type CronHandlerOptions,
  cronHandler,
  type TriggerContext,
} from './triggers/cron-handler.ts'
export { type CronSqlOptions, cronSql } from './triggers/cron-sql.ts'
export type { RunView, TriggerAnswer } from './triggers/trigger-answers.ts'
