import { describe, expect, it } from 'vitest'
import { checkChangesets } from '../checks/changesets.ts'
import { checkLint } from '../checks/lint.ts'
import { checkTypes } from '../checks/types.ts'
import { manifest, projectWithTools } from './temporary-project.ts'

describe('types', () => {
  it('are checked in every project, under the options of the workspace', async () => {
    const config = '{ "extends": "../tsconfig.base.json", "include": ["."] }'
    const root = await projectWithTools({
      'tests/tsconfig.json': config,
      'tests/package.json': '{ "type": "module" }',
      'tests/list.ts': 'export const first: number = [1][0]\nexport enum Kind { A }\n',
      'benches/tsconfig.json': config,
      'benches/package.json': '{ "type": "module" }',
      'benches/fine.ts': 'export const one: number = 1\n',
    })
    const { problems, looked } = await checkTypes(root)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain("tests/list.ts(1,14): error TS2322: Type 'number | undefined'")
    expect(problems[0]).toContain('TS1294')
    expect(looked).toBe('tests, benches')
  })
})

describe('lint and format', () => {
  it('finds what is written in another form, and what is written wrongly', async () => {
    const good = { 'good.ts': 'export const one = 1\n' }
    expect((await checkLint(await projectWithTools(good))).problems).toEqual([])
    const bad = {
      'format.ts': 'export const one = "1";\n',
      'lint.ts': "import { x } from './y.js'\n\nexport const any: any = x\n",
    }
    const [report] = (await checkLint(await projectWithTools(bad))).problems
    expect(report).toMatch(/format\.ts format/)
    expect(report).toMatch(/noExplicitAny/)
  })
})

describe('changesets', () => {
  const workspace = {
    'package.json': '{ "name": "workspace", "private": true }',
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    'pnpm-lock.yaml': '',
    'packages/one/package.json': manifest('@setvote/one', {}),
    '.changeset/config.json': '{ "baseBranch": "main" }',
  }
  const about = (name: string) => `---\n'${name}': minor\n---\n\nNews.\n`

  it('name packages that exist', async () => {
    const good = await projectWithTools({ ...workspace, '.changeset/good.md': about('@setvote/one') })
    expect(await checkChangesets(good)).toEqual({ problems: [], looked: 'configuration, 1 changesets' })
    const bad = await projectWithTools({ ...workspace, '.changeset/bad.md': about('@setvote/two') })
    expect((await checkChangesets(bad)).problems).toEqual([expect.stringContaining('@setvote/two')])
  })

  it('have a configuration that fits the workspace', async () => {
    const config = '{ "baseBranch": "main", "fixed": [["@setvote/three"]] }'
    const { problems } = await checkChangesets(
      await projectWithTools({ ...workspace, '.changeset/config.json': config }),
    )
    expect(problems).toEqual([expect.stringContaining('@setvote/three')])
  })
})
