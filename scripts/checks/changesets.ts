import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { runNode } from './run-tool.ts'

/** In a clone without a `main` branch there is nothing to compare with; all is read by the time it says so. */
const nothingToCompareWith = 'Failed to find where HEAD diverged'

/** Some of these are warnings to changesets, such as a group that names a package which is not there. */
const configurationIssue = 'Found issues in your config'

/** The configuration of changesets is valid, and every changeset names packages that exist. */
export async function checkChangesets(root: string): Promise<CheckResult> {
  const files = (await readdir(join(root, '.changeset'))).filter((name) => /^(?!README).*\.md$/.test(name))
  const command = join(root, 'node_modules/@changesets/cli/bin.js')
  const { ok, output } = await runNode([command, 'status'], { cwd: root })
  const failed = output.includes(configurationIssue) || (!ok && !output.includes(nothingToCompareWith))
  return { problems: failed ? [output] : [], looked: `configuration, ${files.length} changesets` }
}

export const changesetsCheck: Check = { name: 'changesets', run: checkChangesets }
