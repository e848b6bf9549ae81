import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { instantWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'

/**
 * A service that does not answer: its breaker is open, or a probe has failed. One that only asks for patience
 * (`cooling-down`) is not down.
 *
 * @example
 * const rules = [upstreamDown()]
 */
export function upstreamDown(): AlertRule {
  const find = ({ upstreams }: MonitoringFacts): Finding[] =>
    (upstreams ?? []).flatMap(({ service, status, breaker, retryAt, error }) => {
      if (status !== 'down') return []
      return [
        {
          rule: 'upstream-down',
          subject: service,
          severity: 'critical',
          title: `${service} is down`,
          details: {
            Breaker: breaker,
            ...(retryAt && { 'Tried again': instantWords(retryAt) }),
            ...(error !== null && { Error: error }),
          },
        },
      ]
    })
  return { name: 'upstream-down', reads: 'upstreams', find }
}
