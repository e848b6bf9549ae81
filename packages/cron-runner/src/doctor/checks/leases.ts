import { type Diagnosis, type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'
import { lengthOf } from '../gap-of.ts'

const signsInALease = 3

export const leases: DoctorCheck = {
  name: 'leases',
  find({ config, clocks }) {
    const skewMs = Math.max(0, ...clocks.map(({ aheadMs, within }) => Math.abs(aheadMs) - within))
    const found: Diagnosis[] = []
    for (const { name, leaseMs, heartbeatMs } of config.jobs.filter(({ enabled }) => enabled)) {
      if (leaseMs <= skewMs) {
        const advice = `Set clocks right, or leaseMs to ${Math.ceil((skewMs * 2) / 60_000) * 60_000} or more.`
        const title = `${name}: a lease of ${lengthOf(leaseMs)}, and clocks are further apart`
        found.push(problem(`${title}: another runner may begin while a run goes on`, advice))
      }
      if (heartbeatMs >= leaseMs) {
        found.push(
          problem(`${name}: its lease ends before a sign of life`, `Set heartbeatMs below ${leaseMs}.`),
        )
      } else if (heartbeatMs * signsInALease > leaseMs) {
        const advice = `Set heartbeatMs to ${Math.floor(leaseMs / 10)}, or leave it out.`
        const title = `${name}: a sign of life every ${lengthOf(heartbeatMs)} in a lease of ${lengthOf(leaseMs)}`
        found.push(warning(`${title}: one slow answer of the database loses a run`, advice))
      }
    }
    return found.length > 0 ? found : [ok('Leases outlast clocks and signs of life')]
  },
}
