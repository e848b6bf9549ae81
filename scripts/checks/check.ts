/** What a check found. It has failed when `problems` is not empty. */
export interface CheckResult {
  /** One line each, in the form `file:line what is wrong`, or the output of the tool that found it. */
  readonly problems: readonly string[]
  /** Worth a look, and no reason to fail. */
  readonly warnings?: readonly string[]
  /** What was looked at, so that a check that looked at nothing shows. */
  readonly looked: string
}

export interface Check {
  readonly name: string
  /** `root` is the folder of the workspace. */
  run(root: string): Promise<CheckResult>
}
