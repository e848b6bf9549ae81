import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packageArrows } from '../floors.ts'
import type { Check, CheckResult } from './check.ts'
import {
  type EntryPoint,
  entryPoints,
  type PackageFolder,
  packageFolders,
  sourceCondition,
} from './project-files.ts'
import { runNode, runTool } from './run-tool.ts'

/** What `tsup.config.ts` builds: file name in `dist` without ending → source. */
type BuildEntries = Readonly<Record<string, string>>

const manifestOnly = './package.json'

/** The build makes what the manifest exports, no more and no less. */
export function compareEntries(one: PackageFolder, built: BuildEntries): string[] {
  const where = `packages/${one.folder}`
  const entries = entryPoints(one.manifest)
  const expected = new Map(entries.map((entry) => [entry.built, entry] as const))
  const problems: string[] = []
  for (const [subpath, target] of Object.entries(one.manifest.exports)) {
    if (subpath === manifestOnly || entries.some((entry) => entry.subpath === subpath)) continue
    problems.push(
      `${where} exports ${subpath} as ${JSON.stringify(target)}: name its source, types and default`,
    )
  }
  for (const { subpath, types, built: file } of entries) {
    if (types !== file.replace(/\.js$/, '.d.ts'))
      problems.push(`${where} exports ${subpath} with types ${types}`)
  }
  for (const [name, source] of Object.entries(built)) {
    const entry = expected.get(`./dist/${name}.js`)
    expected.delete(`./dist/${name}.js`)
    const isCommand = Object.values(one.manifest.bin ?? {}).includes(`./dist/${name}.js`)
    if (isCommand) continue
    if (!entry) problems.push(`${where} builds ${name}, which its package.json does not export`)
    else if (entry.source !== `./${source}`) {
      problems.push(`${where} builds ${entry.subpath} from ./${source}, and exports ${entry.source}`)
    }
  }
  for (const { subpath, built: file } of expected.values()) {
    problems.push(`${where} exports ${subpath}, and its tsup.config.ts does not build ${file}`)
  }
  return problems
}

async function buildEntries(one: PackageFolder): Promise<BuildEntries> {
  const { default: config } = await import(pathToFileURL(join(one.path, 'tsup.config.ts')).href)
  return config.entry
}

/** Prints the names that a module exports, or fails. */
const printExports = 'console.log(JSON.stringify(Object.keys(await import(process.argv[1])).sort()))'

/** Under plain Node, the built entry loads by its public name and exports what its source exports. */
async function loadEntry(one: PackageFolder, entry: EntryPoint): Promise<string[]> {
  const name = one.manifest.name + entry.subpath.slice(1)
  const load = (...flags: string[]) =>
    runNode([...flags, '--input-type=module', '--eval', printExports, name], { cwd: one.path })
  const [built, source] = await Promise.all([load(), load(`--conditions=${sourceCondition}`)])
  if (!built.ok) return [`${name} does not load\n${built.output}`]
  if (!source.ok) return [`${name} does not load from source\n${source.output}`]
  return built.output === source.output
    ? []
    : [`${name} exports ${built.output}, its source ${source.output}`]
}

/** publint and attw look at what would be published, not at the folder. */
async function judgeTarball(root: string, one: PackageFolder): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'setvote-pack-'))
  try {
    const packed = await runTool('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
      cwd: one.path,
    })
    const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
    if (!packed.ok || !name) return [`packages/${one.folder} cannot be packed\n${packed.output}`]
    const problems: string[] = []
    const bytes = await readFile(join(folder, name))
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
    for (const message of messages) {
      if (message.type !== 'suggestion')
        problems.push(`${one.manifest.name}: ${formatMessage(message, pkg, { color: false })}`)
    }
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
    const types = await runNode([attw, '--profile', 'esm-only', '--no-color', join(folder, name)], {
      cwd: one.path,
    })
    if (!types.ok) problems.push(`${one.manifest.name}: wrong types\n${types.output}`)
    return problems
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a package imports is built before it. */
const inBuildOrder = (packages: readonly PackageFolder[]) =>
  packages.toSorted((a, b) => (packageArrows[a.folder]?.length ?? 0) - (packageArrows[b.folder]?.length ?? 0))

/** Every package builds, and what it publishes is what its manifest says, for plain Node and for TypeScript. */
export async function checkPackages(root: string): Promise<CheckResult> {
  const problems: string[] = []
  const packages = inBuildOrder(await packageFolders(root))
  const built: PackageFolder[] = []
  for (const one of packages) {
    problems.push(...compareEntries(one, await buildEntries(one)))
    const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
    const build = await runNode([tsup, '--silent'], { cwd: one.path })
    if (build.ok) built.push(one)
    else problems.push(`packages/${one.folder} does not build\n${build.output}`)
  }
  for (const one of built) {
    for (const entry of entryPoints(one.manifest)) problems.push(...(await loadEntry(one, entry)))
    problems.push(...(await judgeTarball(root, one)))
  }
  const entries = packages.reduce((sum, one) => sum + entryPoints(one.manifest).length, 0)
  return { problems, looked: `${packages.length} packages with ${entries} entry points` }
}

export const packagesCheck: Check = { name: 'packages', run: checkPackages }
