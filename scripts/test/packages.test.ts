import { describe, expect, it } from 'vitest'
import { checkPackages, compareEntries } from '../checks/packages.ts'
import { manifest, projectWithTools } from './temporary-project.ts'

const tsupConfig = (entries: Readonly<Record<string, string>>) =>
  `export default ${JSON.stringify({ entry: entries, format: 'esm', splitting: true, dts: true, clean: true })}\n`

/** A workspace with one package, and the tools of this one. */
async function oneWith(files: Readonly<Record<string, string>>, entries: Readonly<Record<string, string>>) {
  const more = { files: ['dist'], license: 'MIT', version: '0.1.0' }
  const sources = Object.fromEntries(
    Object.entries(entries).map(([subpath, source]) => [subpath, `./${source}`]),
  )
  const built = Object.fromEntries(
    Object.entries(entries).map(([subpath, source]) => [
      subpath === '.' ? 'index' : subpath.slice(2),
      source,
    ]),
  )
  const inPackage = {
    'package.json': manifest('@setvote/one', sources, more),
    'tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["src"] }',
    'tsup.config.ts': tsupConfig(built),
    ...files,
  }
  return projectWithTools(
    Object.fromEntries(Object.entries(inPackage).map(([path, text]) => [`packages/one/${path}`, text])),
  )
}

const withoutDist = manifest('@setvote/one', { '.': './src/index.ts' }, { version: '0.1.0', files: ['src'] })

describe('packages', () => {
  it('accepts a package whose build is what its manifest says', async () => {
    const root = await oneWith(
      {
        'src/index.ts': "export { three } from './numbers.ts'\n",
        'src/numbers.ts': 'export const three: number = 3\n',
      },
      { '.': 'src/index.ts', './numbers': 'src/numbers.ts' },
    )
    expect(await checkPackages(root)).toEqual({ problems: [], looked: '1 packages with 2 entry points' })
  })

  it('finds a build that does not load, and a tarball without what the manifest exports', async () => {
    const text = `import { readFileSync } from 'node:fs'
export const table: string = readFileSync(new URL('./table.txt', import.meta.url), 'utf8')
`
    const files = { 'src/index.ts': text, 'src/table.txt': 'a', 'package.json': withoutDist }
    const { problems } = await checkPackages(await oneWith(files, { '.': 'src/index.ts' }))
    expect(problems[0]).toMatch(/^@setvote\/one does not load\n[\s\S]*ENOENT/)
    expect(problems.join('\n')).toContain('./dist/index.js but the file does not exist')
  })

  it('compares the exports of the manifest with the entries of the build', () => {
    const one = {
      folder: 'one',
      path: '',
      manifest: JSON.parse(
        manifest('@setvote/one', { '.': './src/index.ts', './storage': './src/storage.ts' }),
      ),
    }
    expect(compareEntries(one, { index: 'src/index.ts', storage: 'src/storage.ts' })).toEqual([])
    expect(compareEntries(one, { index: 'src/main.ts', stores: 'src/storage.ts' })).toEqual([
      'packages/one builds . from ./src/main.ts, and exports ./src/index.ts',
      'packages/one builds stores, which its package.json does not export',
      'packages/one exports ./storage, and its tsup.config.ts does not build ./dist/storage.js',
    ])
  })
})
