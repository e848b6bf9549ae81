import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { readMarkdown } from './markdown.ts'
import { projectFiles, sourceCondition } from './project-files.ts'
import { runNode } from './run-tool.ts'

/** Here the code blocks find what the journeys find: every package by its name. Ignored by git. */
const workshop = 'tests/.snippets'
const documents = /^(README\.md|CONTRIBUTING\.md|docs\/.*\.md|packages\/[^/]+\/README\.md)$/
const runLimitMs = 60_000

/** One file to check: a block marked `ts` with the blocks marked `ts continued` that follow it. */
interface Snippet {
  readonly document: string
  /** `README.md.12.ts`, after the line on which it begins. */
  readonly name: string
  readonly code: string
  readonly run: boolean
}

/** Keeps every line of code on the line it has in the document, so that errors point there. */
function snippetsOf(document: string, text: string): Snippet[] {
  const snippets: Snippet[] = []
  for (const { words, line, code } of readMarkdown(text).blocks) {
    if (words[0] !== 'ts') continue
    const before = words.includes('continued') ? snippets.pop() : undefined
    const start = before ? before.code : ''
    snippets.push({
      document,
      name: before?.name ?? `${document.replaceAll('/', '__')}.${line}.ts`,
      code: `${start}${'\n'.repeat(line - 1 - (start.match(/\n/g)?.length ?? 0))}${code}\n`,
      run: words.includes('run') || before?.run === true,
    })
  }
  return snippets
}

const config = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: 'force',
    allowImportingTsExtensions: true,
  },
  include: ['*.ts'],
}

/** What the sources of the packages have wrong is for the type check to say. */
const inPackages = /^packages\/[^/]+\/(src|test)\//

/** The compiler's output, one text for each error: those that explain it further are indented. */
const diagnostics = (output: string) => output.split(/\n(?=\S)/).filter((text) => text !== '')

/** Every TypeScript block of the documents is type checked, and those marked `ts run` are executed. */
export async function checkSnippets(root: string): Promise<CheckResult> {
  const files = (await projectFiles(root)).filter((file) => documents.test(file))
  const snippets: Snippet[] = []
  for (const file of files) snippets.push(...snippetsOf(file, await readFile(join(root, file), 'utf8')))
  const looked = `${snippets.length} code blocks, ${snippets.filter(({ run }) => run).length} of them run`
  if (snippets.length === 0) return { problems: [], looked }

  const folder = join(root, workshop)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    for (const { name, code } of snippets) await writeFile(join(folder, name), code)
    const inDocuments = (output: string) =>
      snippets.reduce((text, { name, document }) => {
        const place = name.replace(/[.]/g, '\\.')
        return text.replace(new RegExp(`(\\S*/)?${place}(?=[(:])`, 'g'), document)
      }, output)

    const compiler = join(root, 'node_modules/@typescript/native/bin/tsc')
    const types = await runNode([compiler, '--pretty', 'false', '-p', workshop], { cwd: root })
    const problems = diagnostics(inDocuments(types.output)).filter(
      (one) => !types.ok && !inPackages.test(one),
    )
    for (const { name, document, run } of snippets) {
      if (!run) continue
      const outcome = await runNode([`--conditions=${sourceCondition}`, name], {
        cwd: folder,
        timeoutMs: runLimitMs,
      })
      if (!outcome.ok) problems.push(`${document}: the code does not run\n${inDocuments(outcome.output)}`)
    }
    return { problems, looked }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const snippetsCheck: Check = { name: 'code in documents', run: checkSnippets }
