import { dueAtOf } from '../../schedule/due-at.ts'
import { type DoctorCheck, ok, warning } from '../doctor-finding.ts'

/** How late a run may begin before somebody must have forgotten it: platforms take up to an hour. */
const lateMs = 3_600_000

export const servedSchedules: DoctorCheck = {
  name: 'served-schedules',
  find({ config, lastSlots }) {
    if (!lastSlots) return []
    const { jobs, clock } = config
    const now = clock.now()
    const forgotten = jobs.filter((job) => {
      if (!job.enabled) return false
      const dueAt = job.schedule.previousAtOrBefore(new Date(now.getTime() - lateMs - job.jitterMs))
      const last = lastSlots[job.name] ?? null
      return dueAt !== null && dueAtOf(job, dueAt) <= now && (last === null || last < dueAt)
    })
    if (forgotten.length === 0) return [ok('Every job was run when it was last due')]
    const advice = 'Run setvote-cron start, or let a platform call them: see the guide to triggers.'
    const names = forgotten.map(({ name }) => name).join(', ')
    return [warning(`Nobody ran what was last due: ${names}`, advice)]
  },
}
