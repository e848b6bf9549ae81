import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { runNode } from './run-tool.ts'

const compiler = 'node_modules/@typescript/native/bin/tsc'

/** Folders with a `tsconfig.json` of their own. */
async function projects(root: string): Promise<string[]> {
  const groups = await Promise.all(
    ['packages', 'examples'].map(async (group) =>
      existsSync(join(root, group))
        ? (await readdir(join(root, group))).map((name) => `${group}/${name}`)
        : [],
    ),
  )
  const folders = [...groups.flat().sort(), 'tests', 'benches', 'scripts']
  return folders.filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
}

/** Every project under TypeScript 7. */
export async function checkTypes(root: string): Promise<CheckResult> {
  const problems: string[] = []
  const folders = await projects(root)
  for (const folder of folders) {
    const outcome = await runNode([join(root, compiler), '--pretty', 'false', '-p', folder], { cwd: root })
    if (!outcome.ok) problems.push(`${folder}\n${outcome.output}`)
  }
  return { problems, looked: folders.join(', ') }
}

export const typesCheck: Check = { name: 'types', run: checkTypes }
