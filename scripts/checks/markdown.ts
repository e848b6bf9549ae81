/** A fenced block of code in a Markdown file. */
export interface CodeBlock {
  /** The words after the fence: `ts run` → `['ts', 'run']`. */
  readonly words: readonly string[]
  /** The line of the file on which the code begins, counted from 1. */
  readonly line: number
  readonly code: string
}

const fence = /^(\s*)(`{3,}|~{3,})(.*)$/

/** Fenced code blocks, and the text around them with the blocks' lines left empty. */
export function readMarkdown(text: string): { readonly blocks: CodeBlock[]; readonly prose: string } {
  const blocks: CodeBlock[] = []
  const prose: string[] = []
  let open: { mark: string; indent: string; words: string[]; line: number; code: string[] } | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const [, indent = '', mark = '', info = ''] = fence.exec(line) ?? []
    if (open === null) {
      if (mark !== '') open = { mark, indent, words: info.trim().split(/\s+/), line: index + 2, code: [] }
      prose.push(mark === '' ? line : '')
      continue
    }
    prose.push('')
    if (mark.startsWith(open.mark) && info.trim() === '') {
      blocks.push({ words: open.words, line: open.line, code: open.code.join('\n') })
      open = null
    } else {
      open.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line)
    }
  }
  if (open !== null) throw new Error(`the code block that begins at line ${open.line - 1} never ends`)
  return { blocks, prose: prose.join('\n') }
}
