import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runTool } from '../checks/run-tool.ts'

/** Writes a small project into a folder that goes away with the test. Returns the folder. */
export async function temporaryProject(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'setvote-check-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

const workspace = join(import.meta.dirname, '../..')

/** The same as a git repository, with the tools and the compiler options of this workspace. */
export async function projectWithTools(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryProject({ '.gitignore': 'node_modules\n', ...files })
  await symlink(join(workspace, 'node_modules'), join(root, 'node_modules'))
  for (const name of ['tsconfig.base.json', 'biome.json'])
    await copyFile(join(workspace, name), join(root, name))
  await runTool('git', ['init', '--quiet', '--initial-branch=main'], { cwd: root })
  return root
}

/** What `pnpm install` does for a workspace dependency. */
export async function linkPackage(root: string, from: string, name: string, folder: string): Promise<void> {
  const link = join(root, from, 'node_modules', name)
  await mkdir(dirname(link), { recursive: true })
  await symlink(join(root, 'packages', folder), link)
}

/** A manifest as the packages have it: every subpath with its source. */
export function manifest(name: string, entries: Readonly<Record<string, string>>, more: object = {}): string {
  const exports = Object.fromEntries(
    Object.entries(entries).map(([subpath, source]) => {
      const built = `./dist/${subpath === '.' ? 'index' : subpath.slice(2)}`
      return [subpath, { '@setvote/source': source, types: `${built}.d.ts`, default: `${built}.js` }]
    }),
  )
  return JSON.stringify({ name, version: '0.0.0', type: 'module', exports, ...more })
}
