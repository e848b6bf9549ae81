import { describe, expect, it } from 'vitest'
import { checkLinks } from '../checks/links.ts'
import { checkPortable } from '../checks/portable.ts'
import { runTool } from '../checks/run-tool.ts'
import { checkSnippets } from '../checks/snippets.ts'
import { projectWithTools } from './temporary-project.ts'

const fenced = (words: string, code: string) => `\`\`\`${words}\n${code}\n\`\`\`\n`

const project = (files: Readonly<Record<string, string>>) =>
  projectWithTools({ 'tests/package.json': '{ "type": "module" }', ...files })

describe('code in documents', () => {
  it('points to the line of the document where a type is wrong', async () => {
    const root = await project({ 'README.md': `# A\n\n${fenced('ts', "const count: number = 'seven'")}` })
    const { problems } = await checkSnippets(root)
    expect(problems).toEqual([expect.stringContaining('README.md(4,7): error TS2322')])
  })

  it('runs what is marked to run, and only that', async () => {
    const boom = "throw new Error('boom')"
    const root = await project({
      'docs/run.md': fenced('ts run', boom),
      'docs/read.md': fenced('ts', boom),
      'docs/other.md': fenced('js', boom),
    })
    const { problems, looked } = await checkSnippets(root)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/docs\/run\.md: the code does not run[\s\S]*boom/)
    expect(looked).toBe('2 code blocks, 1 of them run')
  })

  it('reads a continued block together with the one before it', async () => {
    const root = await project({
      'README.md': `${fenced('ts run', 'const three: number = 3')}\nThen:\n\n${fenced('ts continued', 'if (three !== 3) throw new Error()')}`,
      'CONTRIBUTING.md': fenced('ts', 'console.log(three)'),
    })
    const { problems } = await checkSnippets(root)
    expect(problems).toEqual([expect.stringMatching(/^CONTRIBUTING\.md\(2,13\): error TS2304/)])
  })
})

describe('links', () => {
  it('lead to files and headings that exist', async () => {
    const root = await project({
      'README.md':
        '# One\n\n[a](docs/a.md) [b](docs/b.md) [c](docs/a.md#two-words) [d](docs/a.md#three) [e](#one) [f](https://x.test/y)\n',
      'docs/a.md': '# Two words\n\n[up](../README.md) [out](../../secret.md) `[code](nowhere.md)`\n',
    })
    const { problems, looked } = await checkLinks(root)
    expect(problems).toEqual([
      expect.stringContaining('README.md:3 links to docs/b.md'),
      expect.stringContaining('README.md:3 links to docs/a.md#three'),
      expect.stringContaining('docs/a.md:3 links to ../../secret.md'),
    ])
    expect(looked).toBe('7 links in 2 files')
  })
})

describe('portable', () => {
  it.each([
    ['the folder it was written in', (root: string) => `open ${root}/README.md`],
    ['a home directory', () => ['see ', 'home', 'ann', 'notes.md'].join('/')],
    ['a package registry', () => `from https://${['registry', 'npmjs', 'org'].join('.')}/ky`],
  ])('finds a file that names %s', async (_what, text) => {
    const root = await project({})
    const { problems: before } = await checkPortable(root)
    expect(before).toEqual([])
    await runTool('sh', ['-c', `printf '%s' "$1" > notes.txt`, 'sh', text(root)], { cwd: root })
    expect((await checkPortable(root)).problems).toEqual([expect.stringContaining('notes.txt:1 names a')])
  })
})
