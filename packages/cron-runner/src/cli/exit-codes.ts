/** What the exit codes of the command line mean. */
export const exitCodes = {
  ok: 0,
  /** A run failed or was cancelled, the state is unhealthy, `doctor` has a problem, the storage does not answer. */
  failed: 1,
  /** The command line or the config cannot be meant: nothing was done. */
  usage: 2,
  /** The slot was not run: somebody is at it, it has been done, or the job is paused. */
  notRun: 3,
  /** The run is deferred: a budget is spent, or it was handed over. */
  deferred: 4,
  /** `health`, `doctor`: something needs attention. */
  degraded: 5,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
