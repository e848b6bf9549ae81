import { type DoctorCheck, ok, warning } from '../doctor-finding.ts'

export const toldPeople: DoctorCheck = {
  name: 'told-people',
  find({ config }) {
    const { alerts, evaluateEveryMs, pings } = config
    if (evaluateEveryMs === null) {
      const advice = 'Leave evaluateEveryMs as it is, or evaluate in another process.'
      return [warning('Nobody looks whether something is wrong: evaluateEveryMs is null', advice)]
    }
    if (alerts.length > 0) return [ok(`Alerts go to ${alerts.map(({ name }) => name).join(', ')}`)]
    const advice = 'Give defineCron { alerts: [slack({ webhookUrl })] }, or pagerDuty, webhook or email.'
    const also = pings.length > 0 ? ', except by the outside monitor' : ''
    return [warning(`Nobody is told when a job fails${also}`, advice)]
  },
}
