import type { Logger } from '../core/logger.ts'
import type { MonitoringFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { AlertRule } from './rules/alert-rule.ts'
import { safeReason, safeText } from './safe-text.ts'

export interface Judgement {
  readonly findings: readonly Finding[]
  /** The rules that could say something. */
  readonly judged: ReadonlySet<string>
}

/** Asks every rule whose facts are there. A rule that throws has said nothing, neither good nor bad. */
export function findFindings(rules: readonly AlertRule[], facts: MonitoringFacts, logger: Logger): Judgement {
  const findings: Finding[] = []
  const judged = new Set<string>()
  for (const rule of rules) {
    if (rule.reads === 'upstreams' && facts.upstreams === null) continue
    try {
      findings.push(...rule.find(facts).map(safeFinding))
      judged.add(rule.name)
    } catch (error) {
      logger.error('an alert rule failed', { rule: rule.name, reason: safeReason(error) })
    }
  }
  return { findings, judged }
}

/** What a job or a service said of its failure stands in findings, and may quote anything. */
const safeFinding = (finding: Finding): Finding => ({
  ...finding,
  title: safeText(finding.title),
  details: Object.fromEntries(Object.entries(finding.details).map(([name, text]) => [name, safeText(text)])),
})
