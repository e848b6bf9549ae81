import { join } from 'node:path'
import ts from 'typescript'
import type { Check, CheckResult } from './check.ts'
import { projectFiles } from './project-files.ts'

const longFile = 300

/** Globals that the packages take as options instead, and what to take. A dot names one member. */
const instead: Readonly<Record<string, string>> = {
  'Date.now': 'take a Clock and ask `clock.now()`',
  'performance.now': 'take a Clock and ask `clock.now()`',
  'Math.random': 'take a source of chance as an option',
  'crypto.randomUUID': 'take `Ids`',
  'crypto.getRandomValues': 'take `Ids`',
  'AbortSignal.timeout': 'take a Clock and use `clock.sleep`',
  setTimeout: 'take a Clock and use `clock.sleep`',
  setInterval: 'take a Clock and use `clock.sleep`',
  setImmediate: 'take a Clock and use `clock.sleep`',
  fetch: 'take `fetch` as an option',
  console: 'take a Logger',
  process: 'take what you need from it as an option',
}

/** Where the globals come in: the clock and the ids live here. */
const home = /^packages\/sdk\/src\/core\//
const commandLine = /^packages\/[^/]+\/src\/cli(\/|\.ts$)/
/** One file in here may name the default of the `fetch` option. */
const fetchDefault = /^packages\/sdk\/src\/upstream\//

interface Finding {
  readonly file: string
  readonly line: number
  /** `Date.now`, `fetch` … */
  readonly global: string
}

/**
 * Finds the uses of globals as values. Without libraries loaded, a name that resolves to nothing is a global;
 * an option or a parameter of the same name resolves, and `typeof fetch` in a type is no use.
 */
function globalsIn(source: ts.SourceFile, checker: ts.TypeChecker, file: string): Finding[] {
  const findings: Finding[] = []
  const report = (node: ts.Node, global: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    findings.push({ file, line: line + 1, global })
  }
  const declared = (symbol: ts.Symbol | undefined) => (symbol?.declarations?.length ?? 0) > 0
  const isGlobal = (node: ts.Node): node is ts.Identifier =>
    ts.isIdentifier(node) && !declared(checker.getSymbolAtLocation(node))

  /** `Date.now` and `globalThis.Date.now` alike; null when it does not start at a global. */
  const globalPath = (node: ts.Expression): string | null => {
    if (isGlobal(node)) return node.text
    if (!ts.isPropertyAccessExpression(node)) return null
    const owner = globalPath(node.expression)
    if (owner === null) return null
    return owner === 'globalThis' || owner === 'global' ? node.name.text : `${owner}.${node.name.text}`
  }

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    if (ts.isNewExpression(node) && !node.arguments?.length && globalPath(node.expression) === 'Date') {
      report(node, 'Date.now')
    } else if (ts.isCallExpression(node) && globalPath(node.expression) === 'Date') {
      report(node, 'Date.now')
    }
    if (ts.isPropertyAccessExpression(node)) {
      const path = globalPath(node)
      const known = Object.keys(instead).find((global) => path === global || path?.startsWith(`${global}.`))
      if (known) report(node, known)
      else if (path === null) visit(node.expression)
    } else if (ts.isPropertyAssignment(node)) {
      visit(node.initializer)
    } else if (ts.isBindingElement(node)) {
      visit(node.name)
      if (node.initializer) visit(node.initializer)
    } else if (ts.isShorthandPropertyAssignment(node)) {
      const { text } = node.name
      if (!declared(checker.getShorthandAssignmentValueSymbol(node)) && Object.hasOwn(instead, text)) {
        report(node, text)
      }
    } else if (isGlobal(node)) {
      if (Object.hasOwn(instead, node.text)) report(node, node.text)
    } else {
      ts.forEachChild(node, visit)
    }
  }
  visit(source)
  return findings
}

/** The laws about time, chance and the outer world, and the length of files. Enums and the like fail the type check. */
export async function checkLaws(root: string): Promise<CheckResult> {
  const files = (await projectFiles(root)).filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file))
  const program = ts.createProgram(
    files.map((file) => join(root, file)),
    {
      noLib: true,
      noResolve: true,
      types: [],
      target: ts.ScriptTarget.ESNext,
      allowImportingTsExtensions: true,
    },
  )
  const checker = program.getTypeChecker()
  const problems: string[] = []
  const warnings: string[] = []
  const fetchDefaults: Finding[] = []
  for (const file of files) {
    const source = program.getSourceFile(join(root, file))
    if (!source) throw new Error(`TypeScript did not read ${file}`)
    const lines = source.getLineAndCharacterOfPosition(source.getEnd()).line
    if (lines > longFile)
      warnings.push(`${file}: ${lines} lines; past about ${longFile} a file asks to be split`)
    if (home.test(file) || commandLine.test(file)) continue
    for (const finding of globalsIn(source, checker, file)) {
      if (finding.global === 'fetch' && fetchDefault.test(file)) fetchDefaults.push(finding)
      else problems.push(`${file}:${finding.line} uses ${finding.global}: ${instead[finding.global]}`)
    }
  }
  for (const again of fetchDefaults.slice(1)) {
    const first = `${fetchDefaults[0]?.file}:${fetchDefaults[0]?.line}`
    problems.push(`${again.file}:${again.line} uses fetch: its default is already named at ${first}`)
  }
  return { problems, warnings, looked: `${files.length} source files` }
}

export const lawsCheck: Check = { name: 'laws', run: checkLaws }
