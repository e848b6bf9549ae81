import { type DoctorCheck, ok, problem } from '../doctor-finding.ts'

const oldest = [22, 18] as const

export const node: DoctorCheck = {
  name: 'node',
  find({ nodeVersion }) {
    if (nodeVersion === null) return []
    const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number)
    if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return [ok(`Node ${nodeVersion}`)]
    return [problem(`Node ${nodeVersion} is too old`, `Upgrade to Node ${oldest.join('.')} or newer.`)]
  },
}
