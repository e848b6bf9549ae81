import { describe, expect, it } from 'vitest'
import { checkFloors } from '../checks/floors.ts'
import { linkPackage, manifest, temporaryProject } from './temporary-project.ts'

const sdkManifest = manifest('@setvote/sdk', { '.': './src/index.ts', './storage': './src/storage/index.ts' })

/** Problems that the check finds in an sdk made of these files, whose paths are relative to `src`. */
async function problemsOf(sources: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = Object.entries(sources).map(([path, text]) => [`packages/sdk/src/${path}`, text] as const)
  const root = await temporaryProject({
    'packages/sdk/package.json': sdkManifest,
    ...Object.fromEntries(files),
  })
  return (await checkFloors(root)).problems
}

const thing = 'export interface Thing { readonly id: string }\n'
const imports = (path: string) =>
  `import type { Thing } from '${path}'\nexport const name = (thing: Thing) => thing.id\n`

describe('floors', () => {
  it('lets a folder import from every lower floor', async () => {
    const problems = await problemsOf({
      'core/thing.ts': thing,
      'domain/show.ts': imports('../core/thing.ts'),
      'clients/spotify/client.ts': imports('../../core/thing.ts'),
      'sandbox/world.ts': imports('../core/thing.ts'),
    })
    expect(problems).toEqual([])
  })

  it.each([
    ['upwards', 'core/clock.ts', 'storage/thing.ts', '../storage/thing.ts'],
    ['to a sibling on the same floor', 'cache/store.ts', 'storage/thing.ts', '../storage/thing.ts'],
    [
      'from one client to another',
      'clients/spotify/a.ts',
      'clients/setlistfm/thing.ts',
      '../setlistfm/thing.ts',
    ],
    ['from the tower to what stands beside it', 'jobs/run.ts', 'testing/thing.ts', '../testing/thing.ts'],
    ['between two that stand beside it', 'sandbox/world.ts', 'testing/thing.ts', '../testing/thing.ts'],
    ['of the composition root', 'api/routes.ts', 'create-setvote.ts', '../create-setvote.ts'],
    ['of the main entry point', 'create-setvote.ts', 'index.ts', './index.ts'],
  ])('refuses a type-only import %s', async (_what, from, to, path) => {
    const problems = await problemsOf({ [from]: imports(path), [to]: thing })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`packages/sdk/src/${from} → packages/sdk/src/${to} (type-only)`)
  })

  it('sees imports that hide in a type, in a re-export and in an expression', async () => {
    const hidden = {
      'core/type.ts': "export type Hidden = import('../domain/thing.ts').Thing\n",
      'core/expression.ts': "export const load = () => import('../domain/thing.ts')\n",
      'core/reexport.ts': "export type { Thing } from '../domain/thing.ts'\n",
      'domain/thing.ts': thing,
    }
    const problems = await problemsOf(hidden)
    for (const file of ['core/type.ts', 'core/expression.ts', 'core/reexport.ts']) {
      expect(problems.some((problem) => problem.includes(file) && problem.includes('floor 0'))).toBe(true)
    }
  })

  it('refuses a folder that no floor claims', async () => {
    expect(await problemsOf({ 'helpers/thing.ts': thing })).toEqual([
      expect.stringContaining('packages/sdk/src/helpers/thing.ts: every file of the sdk stands on a floor'),
    ])
  })
})

describe('circles', () => {
  it('reports a circle of type-only imports inside one folder, once', async () => {
    const problems = await problemsOf({
      'core/a.ts': "import type { B } from './b.ts'\nexport type A = B | 1\n",
      'core/b.ts': "import type { C } from './c.ts'\nexport type B = C | 2\n",
      'core/c.ts': "import type { A } from './a.ts'\nexport type C = A | 3\n",
    })
    expect(problems).toEqual([expect.stringContaining('no file imports itself by a detour')])
  })
})

describe('entry points', () => {
  it('may re-export, and nothing else may', async () => {
    const problems = await problemsOf({
      'storage/thing.ts': thing,
      'storage/index.ts': "export type { Thing } from './thing.ts'\n",
      'core/thing.ts': thing,
      'core/all.ts': "export * from './thing.ts'\n",
    })
    expect(problems).toEqual([expect.stringContaining('core/all.ts')])
    expect(problems[0]).toContain('only the entry points of package.json re-export')
  })
})

describe('packages', () => {
  const sdk = {
    'packages/sdk/package.json': sdkManifest,
    'packages/sdk/src/index.ts': thing,
    'packages/sdk/src/storage/index.ts': thing,
  }
  const adapter = (more: object = {}) => manifest('@setvote/adapter-memory', { '.': './src/index.ts' }, more)

  it('an adapter may import the sdk that it names as a peer', async () => {
    const root = await temporaryProject({
      ...sdk,
      'packages/adapter-memory/package.json': adapter({ peerDependencies: { '@setvote/sdk': '*' } }),
      'packages/adapter-memory/src/index.ts': imports('@setvote/sdk/storage'),
    })
    await linkPackage(root, 'packages/adapter-memory', '@setvote/sdk', 'sdk')
    expect((await checkFloors(root)).problems).toEqual([])
  })

  it('the sdk imports no adapter, not even in its tests', async () => {
    const root = await temporaryProject({
      ...sdk,
      'packages/adapter-memory/package.json': adapter(),
      'packages/adapter-memory/src/index.ts': thing,
      'packages/sdk/test/thing.test.ts': imports('@setvote/adapter-memory'),
    })
    await linkPackage(root, 'packages/sdk', '@setvote/adapter-memory', 'adapter-memory')
    const { problems } = await checkFloors(root)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/sdk\/test\/thing\.test\.ts → packages\/adapter-memory\/src\/index\.ts/)
  })

  it('names in its dependencies what its source imports', async () => {
    const root = await temporaryProject({
      'packages/sdk/package.json': manifest('@setvote/sdk', {}, { devDependencies: { left: '*' } }),
      'packages/sdk/src/core/side.ts': "import 'left'\n",
      'packages/sdk/node_modules/left/package.json': '{ "name": "left", "main": "index.js" }',
      'packages/sdk/node_modules/left/index.js': '',
    })
    expect((await checkFloors(root)).problems).toEqual([expect.stringContaining('names in its dependencies')])
  })

  it('loads an optional library only where its entry point is imported', async () => {
    const msw = {
      'packages/sdk/package.json': manifest('@setvote/sdk', {}, { peerDependencies: { msw: '*' } }),
      'packages/sdk/node_modules/msw/package.json': '{ "name": "msw", "main": "index.js" }',
      'packages/sdk/node_modules/msw/index.js': '',
    }
    const root = await temporaryProject({
      ...msw,
      'packages/sdk/src/sandbox/handlers.ts': "import 'msw'\n",
      'packages/sdk/src/upstream/send.ts': "import 'msw'\nimport 'node:http'\n",
    })
    expect((await checkFloors(root)).problems).toEqual([
      expect.stringContaining('upstream/send.ts'),
      expect.stringContaining('upstream/send.ts'),
    ])
  })

  it('journeys and examples reach into no package by its path', async () => {
    const root = await temporaryProject({
      ...sdk,
      'tests/package.json': '{ "name": "tests", "dependencies": { "@setvote/sdk": "*" } }',
      'tests/by-name.test.ts': imports('@setvote/sdk'),
      'tests/by-path.test.ts': imports('../packages/sdk/src/index.ts'),
    })
    await linkPackage(root, 'tests', '@setvote/sdk', 'sdk')
    expect((await checkFloors(root)).problems).toEqual([expect.stringContaining('tests/by-path.test.ts')])
  })
})
