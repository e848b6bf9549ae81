import { checkTimeZone } from '../../schedule/zone-time.ts'
import { type DoctorCheck, ok, problem } from '../doctor-finding.ts'

export const timeZones: DoctorCheck = {
  name: 'time-zones',
  find({ config }) {
    const zones = [...new Set(config.jobs.map(({ schedule }) => schedule.timeZone))]
    const unknown = zones.filter((zone) => !isKnown(zone))
    if (unknown.length === 0) return [ok(`Schedules are meant in ${zones.join(', ')}`)]
    const advice = "Write one such as 'Europe/Berlin', and run a Node with full ICU data."
    return unknown.map((zone) => problem(`This machine does not know the time zone '${zone}'`, advice))
  },
}

function isKnown(zone: string): boolean {
  try {
    checkTimeZone(zone)
    return true
  } catch {
    return false
  }
}
