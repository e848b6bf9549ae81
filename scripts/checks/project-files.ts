import { existsSync, lstatSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** Files that belong to the project: tracked, or new and not ignored. Paths are relative to the root. */
export async function projectFiles(root: string): Promise<string[]> {
  const listed = await runTool('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  if (!listed.ok) throw new Error(`git ls-files failed: ${listed.output}`)
  return listed.output.split('\n').filter((file) => file !== '' && isFile(join(root, file)))
}

export interface PackageManifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  /** Commands, by their names. */
  readonly bin?: Readonly<Record<string, string>>
}

/** A folder under `packages/` that has a manifest. */
export interface PackageFolder {
  /** `sdk`, `adapter-memory` … */
  readonly folder: string
  readonly path: string
  readonly manifest: PackageManifest
}

export async function packageFolders(root: string): Promise<PackageFolder[]> {
  const found: PackageFolder[] = []
  for (const folder of (await readdir(join(root, 'packages'))).sort()) {
    const path = join(root, 'packages', folder)
    if (!existsSync(join(path, 'package.json'))) continue
    found.push({ folder, path, manifest: JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) })
  }
  return found
}

/** One subpath that a package exports: where its source is, and the built files that stand for it. */
export interface EntryPoint {
  /** `.` or `./spotify`. */
  readonly subpath: string
  readonly source: string
  readonly types: string
  readonly built: string
}

/** The condition under which `exports` answers with a source file. */
export const sourceCondition = '@setvote/source'

export function entryPoints(manifest: PackageManifest): EntryPoint[] {
  const entries: EntryPoint[] = []
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue
    const { [sourceCondition]: source, types, default: built } = target
    if (source && types && built) entries.push({ subpath, source, types, built })
  }
  return entries
}
