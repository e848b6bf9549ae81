/** The runtime's own fetch, looked up at each request: tools that replace the global may come after a client was made. */
export const systemFetch: typeof fetch = (input, init) => globalThis.fetch(input, init)
