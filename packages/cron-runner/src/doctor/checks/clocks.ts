import { type DoctorCheck, ok, problem, warning } from '../doctor-finding.ts'
import { lengthOf } from '../gap-of.ts'

const tellFromMs = 2_000
const severeFromMs = 30_000

export const clocks: DoctorCheck = {
  name: 'clocks',
  find({ clocks: known }) {
    const apart = known.map(({ of, aheadMs, within }) => {
      const sureMs = Math.max(0, Math.abs(aheadMs) - within)
      if (sureMs < tellFromMs) return ok(`The clock of ${of} goes with ours`)
      const by = lengthOf(Math.round(Math.abs(aheadMs) / 1000) * 1000)
      const title = `The clock of ${of} is ${by} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of this machine`
      const advice = 'Keep the clocks of all machines right by NTP: due times, leases and budgets go by them.'
      return sureMs >= severeFromMs ? problem(title, advice) : warning(title, advice)
    })
    return apart
  },
}
