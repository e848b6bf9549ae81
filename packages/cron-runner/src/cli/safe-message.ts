/** What an unknown error says, without the credentials that addresses carry. */
export function safeMessage(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@]*@/gi, '$1…@')
    .replace(/\b((?:api[-_]?key|token|secret|password|apikey)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi, '$1…')
    .slice(0, 2000)
}
