import { type Diagnosis, type DoctorCheck, ok, warning } from '../doctor-finding.ts'
import { gapOf, lengthOf } from '../gap-of.ts'

export const runLengths: DoctorCheck = {
  name: 'run-lengths',
  find({ config }) {
    const found: Diagnosis[] = []
    for (const job of config.jobs.filter(({ enabled, overlap }) => enabled && overlap !== 'cancel')) {
      const gapMs = gapOf(job, config.clock.now())
      if (gapMs === null || job.maxRunMs <= gapMs) continue
      const title = `${job.name}: a run that hangs keeps others off for ${lengthOf(job.maxRunMs)}, and it is due every ${lengthOf(gapMs)}`
      found.push(warning(title, `Set maxRunMs to ${gapMs} or less.`))
    }
    return found.length > 0 ? found : [ok('No run may last longer than until the next')]
  },
}
