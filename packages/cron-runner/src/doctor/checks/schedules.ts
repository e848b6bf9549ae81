import { type Diagnosis, type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'

export const schedules: DoctorCheck = {
  name: 'schedules',
  find({ config }) {
    const { jobs, clock } = config
    const enabled = jobs.filter((job) => job.enabled)
    const off = jobs.filter((job) => !job.enabled).map(({ name }) => name)
    if (enabled.length === 0) {
      return [problem('No job has a schedule', 'Leave out `enabled: false`, or write a schedule.')]
    }
    const never = enabled.filter(({ schedule }) => schedule.nextAfter(clock.now()) === null)
    const found: Diagnosis[] = never.map(({ name, schedule }) =>
      problem(`${name} is never due again (${schedule.cron})`, 'Correct its schedule.'),
    )
    if (off.length > 0) {
      const advice = 'If that is not meant, leave out `enabled: false`.'
      found.push(warning(`Without a schedule: ${off.join(', ')}`, advice))
    }
    return found.length > 0 ? found : [ok(`${enabled.length} jobs have a schedule`)]
  },
}
