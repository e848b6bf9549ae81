/** How urgent it is: `critical` wants somebody now, `warning` can wait until they are at work. */
export type Severity = 'warning' | 'critical'

/** Something that is not as it should be, at the instant of an evaluation. */
export interface Finding {
  /** The rule that found it. */
  readonly rule: string
  /** What it is about: a job, a service. A rule finds one thing about each subject. */
  readonly subject: string
  readonly severity: Severity
  /** One line, complete in itself. */
  readonly title: string
  /** Names and values for people, in their order. */
  readonly details: Readonly<Record<string, string>>
}

/** Names the alert of a finding, everywhere and for good. */
export const alertKeyOf = ({ rule, subject }: Pick<Finding, 'rule' | 'subject'>): string =>
  `${rule}:${subject}`

export const isWorse = (one: Severity, other: Severity): boolean => one === 'critical' && other === 'warning'
