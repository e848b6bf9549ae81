/** Writes down what a service answers to a piece of work, as JSON. */
export async function bodiesOf<Options extends { readonly fetch?: typeof fetch }, Client>(
  create: (options: Options) => Client,
  options: Options,
  work: (client: Client) => PromiseLike<unknown>,
): Promise<unknown[]> {
  const bodies: unknown[] = []
  const listening: typeof fetch = async (input, init) => {
    const response = await (options.fetch ?? fetch)(input, init)
    const text = await response.clone().text()
    if (response.ok && !response.url.includes('/api/token') && !isToken(text))
      bodies.push(shortened(JSON.parse(text)))
    return response
  }
  await work(create({ ...options, fetch: listening }))
  return bodies
}

const isToken = (text: string) => text.includes('"access_token"')

/** How many items of a list stay: the others are like them. */
const fewItems = 2

/** The same kind of body, small enough to be sent thousands of times. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, fewItems).map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]))
}
