import { InvalidOptionsError } from '@setvote/sdk'

/** A text as SQL writes it, whatever it holds and however the server is set up. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new InvalidOptionsError('PostgreSQL cannot hold a text with a NUL character')
  const doubled = text.replaceAll("'", "''")
  return text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}

/** SQL inside of SQL, between dollars, so that people can read it. */
export function quoteCommand(command: string): string {
  if (command.includes('\0'))
    throw new InvalidOptionsError('PostgreSQL cannot hold a text with a NUL character')
  let tag = '$job$'
  for (let number = 1; command.includes(tag.slice(0, -1)); number++) tag = `$job${number}$`
  return `${tag}${command}${tag}`
}

/** A name of something, quoted. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
