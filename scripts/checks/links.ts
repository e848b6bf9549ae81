import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Check, CheckResult } from './check.ts'
import { readMarkdown } from './markdown.ts'
import { projectFiles } from './project-files.ts'

const link = /!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm
const elsewhere = /^[a-z][a-z0-9+.-]*:/i

/** The anchors that a reader's browser finds in a Markdown file. */
function anchorsOf(prose: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

/** Relative links in Markdown lead to a file of the project, and their anchors to a heading in it. */
export async function checkLinks(root: string): Promise<CheckResult> {
  const files = (await projectFiles(root)).filter((file) => file.endsWith('.md'))
  const read = async (file: string) => readMarkdown(await readFile(join(root, file), 'utf8')).prose
  const problems: string[] = []
  let links = 0
  for (const file of files) {
    const prose = await read(file)
    const text = prose.replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length))
    for (const match of text.matchAll(link)) {
      const target = match[1] ?? match[2] ?? ''
      if (elsewhere.test(target)) continue
      links++
      const line = text.slice(0, match.index).split('\n').length
      const [path = '', anchor] = target.split('#')
      const leadsTo = path === '' ? file : normalize(join(dirname(file), decodeURI(path)))
      if (leadsTo.startsWith('..') || !existsSync(join(root, leadsTo))) {
        problems.push(`${file}:${line} links to ${target}, and there is no ${leadsTo}`)
      } else if (anchor && leadsTo.endsWith('.md') && !anchorsOf(await read(leadsTo)).has(anchor)) {
        problems.push(`${file}:${line} links to ${target}, and ${leadsTo} has no such heading`)
      }
    }
  }
  return { problems, looked: `${links} links in ${files.length} files` }
}

export const linksCheck: Check = { name: 'links', run: checkLinks }
