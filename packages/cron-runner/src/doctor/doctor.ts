import type { CronConfig } from '../config/define-cron.ts'
import { checks } from './checks.ts'
import type { DoctorFinding } from './doctor-finding.ts'
import type { DoctorOptions } from './doctor-options.ts'
import { gatherFacts } from './gather-facts.ts'

/**
 * Looks for what bites people later: an eviction policy, a pooler, clocks that differ, a secret that is missing, a
 * schedule that nobody serves, times that do not fit each other. Changes nothing, and never rejects: what cannot be
 * looked at is a finding too. Problems come first.
 *
 * @example
 * const findings = await doctor(config, { env: process.env, fetch, nodeVersion: process.versions.node })
 * for (const { status, title, advice } of findings) console.log(status, title, advice ?? '')
 */
export async function doctor(config: CronConfig, options: DoctorOptions = {}): Promise<DoctorFinding[]> {
  const patient = await gatherFacts(config, options)
  const findings = checks.flatMap(({ name, find }) =>
    find(patient).map((diagnosis) => ({ check: name, ...diagnosis })),
  )
  return findings.sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
}

const order: readonly DoctorFinding['status'][] = ['problem', 'warning', 'ok']
