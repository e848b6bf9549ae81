import { join } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { runNode } from './run-tool.ts'

/** Lint and format, by Biome. `pnpm format` repairs most of what it finds. */
export async function checkLint(root: string): Promise<CheckResult> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { ok, output } = await runNode([biome, 'check', '--max-diagnostics=50', '.'], { cwd: root })
  const checked = /Checked \d+ files/.exec(output)?.[0]
  return { problems: ok ? [] : [output], looked: checked?.toLowerCase() ?? 'nothing' }
}

export const lintCheck: Check = { name: 'lint and format', run: checkLint }
