import { days, minutes } from '@setvote/sdk'
import { type Diagnosis, type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'
import { gapOf, lengthOf } from '../gap-of.ts'

/** That of the rule, where a job says nothing. */
const usualGraceMs = minutes(5)

/** Times that a schedule has to leave room for. */
export const windows: DoctorCheck = {
  name: 'windows',
  find({ config }) {
    const found: Diagnosis[] = []
    for (const job of config.jobs.filter(({ enabled }) => enabled)) {
      const gapMs = gapOf(job, config.clock.now())
      if (gapMs === null) continue
      const { name, jitterMs, missed, catchUpMs, missedAfterMs, alerts } = job
      const graceMs = alerts.startGraceMs ?? usualGraceMs
      const gap = `it is due every ${lengthOf(gapMs)}`
      if (jitterMs >= gapMs) {
        const advice = `Set jitterMs below ${gapMs}.`
        found.push(
          problem(`${name}: jitter of ${lengthOf(jitterMs)}, and ${gap}: runs overtake each other`, advice),
        )
      }
      if (graceMs >= gapMs) {
        const advice = `Set { alerts: { startGraceMs: ${Math.floor(gapMs / 2)} } } for the job.`
        const title = `${name}: a grace of ${lengthOf(graceMs)}, and ${gap}: a missed run is told after the next`
        found.push(warning(title, advice))
      }
      const graceOfMissedMs = Math.max(catchUpMs, missedAfterMs)
      if (missed !== 'skip' && graceOfMissedMs < Math.min(gapMs, days(1))) {
        const advice = `Set catchUpMs to ${Math.min(gapMs, days(1))} or more.`
        const title = `${name}: a missed run is made up for within ${lengthOf(graceOfMissedMs)}, and ${gap}`
        found.push(warning(`${title}: a longer outage leaves it out`, advice))
      }
    }
    return found.length > 0 ? found : [ok('Graces fit the schedules')]
  },
}
