import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { projectFiles } from './project-files.ts'

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const depth = (path: string) => path.split('/').length - 1

/** Text that makes a file true on one machine only. */
function machinePatterns(root: string): readonly (readonly [what: string, pattern: RegExp])[] {
  const neighbourhood = depth(dirname(root)) > 1 ? dirname(root) : root
  const here = [neighbourhood, homedir()].map(literally).join('|')
  return [
    ['a path of this machine', new RegExp(`(?<![\\w.:/-])(${here})/`)],
    ['a home directory', /(?<![\w.:/-])\/(home|Users)\/[A-Za-z][\w.-]*\/|[A-Z]:\\Users\\/],
    [
      'a package registry',
      /\bregistry\.(npmjs|yarnpkg|npmmirror)\.|_auth(Token)?\s*=|^registry\s*=|tarball:\s/,
    ],
  ]
}

/** No file of the project depends on the machine it was written on, or on where packages come from there. */
export async function checkPortable(root: string): Promise<CheckResult> {
  const patterns = machinePatterns(root)
  const files = await projectFiles(root)
  const problems: string[] = []
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8')
    if (text.includes('\u0000')) continue
    for (const [index, line] of text.split('\n').entries()) {
      for (const [what, pattern] of patterns) {
        const found = pattern.exec(line)?.[0]
        if (found) problems.push(`${file}:${index + 1} names ${what}: ${found}`)
      }
    }
  }
  return { problems, looked: `${files.length} files` }
}

export const portableCheck: Check = { name: 'portable', run: checkPortable }
