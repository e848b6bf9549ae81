/** What `fetch` rejects with when a connection breaks: a `TypeError` whose cause says how. */
export function networkError(message: 'fetch failed' | 'terminated', code: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(`read ${code}`), { code }) })
}
