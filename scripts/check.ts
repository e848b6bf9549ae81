/**
 * Everything that a machine can check without running the tests.
 *
 *     pnpm check                  all of it
 *     pnpm check floors laws      only these
 */
import { dirname } from 'node:path'
import { styleText } from 'node:util'
import { changesetsCheck } from './checks/changesets.ts'
import type { Check, CheckResult } from './checks/check.ts'
import { floorsCheck } from './checks/floors.ts'
import { lawsCheck } from './checks/laws.ts'
import { linksCheck } from './checks/links.ts'
import { lintCheck } from './checks/lint.ts'
import { packagesCheck } from './checks/packages.ts'
import { portableCheck } from './checks/portable.ts'
import { snippetsCheck } from './checks/snippets.ts'
import { typesCheck } from './checks/types.ts'

const checks: readonly Check[] = [
  typesCheck,
  lintCheck,
  floorsCheck,
  lawsCheck,
  packagesCheck,
  snippetsCheck,
  linksCheck,
  changesetsCheck,
  portableCheck,
]

const root = dirname(import.meta.dirname)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(
    `No check is called ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(1)
}

async function attempt(check: Check): Promise<CheckResult> {
  try {
    return await check.run(root)
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { problems: [`the check itself failed\n${reason}`], looked: 'nothing' }
  }
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '    ')
const failed: string[] = []
const startedAt = performance.now()
for (const check of checks) {
  if (wanted.length > 0 && !wanted.includes(check.name)) continue
  const beganAt = performance.now()
  const { problems, warnings = [], looked } = await attempt(check)
  const tookSeconds = ((performance.now() - beganAt) / 1000).toFixed(1)
  if (problems.length > 0) failed.push(check.name)
  const mark = problems.length > 0 ? styleText('red', '✗') : styleText('green', '✓')
  console.log(`${mark} ${styleText('bold', check.name)} ${styleText('dim', `(${looked}; ${tookSeconds} s)`)}`)
  for (const warning of warnings) console.log(indent(`${styleText('yellow', 'warning')} ${warning}`))
  for (const problem of problems) console.log(indent(problem))
}

const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
if (failed.length > 0) {
  console.log(styleText('red', `\nFailed: ${failed.join(', ')} (${seconds} s)`))
  process.exit(1)
}
console.log(styleText('green', `\nAll checks passed (${seconds} s)`))
