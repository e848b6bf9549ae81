import type { Setvote } from '@setvote/sdk'

const everyMs = 2_000

/**
 * A demo that was killed leaves its import in a store that is kept. Goes on with such imports, each as soon as it is
 * known to be abandoned, until the answered function is called.
 */
export async function takeOverAbandoned(
  { imports }: Setvote,
  narrate: (line: string) => void,
): Promise<() => void> {
  const { items } = await imports.list({ statuses: ['running'], limit: 1 })
  if (items.length > 0) {
    narrate('Another demo has begun an import here. Should that demo be gone, it goes on within 30 seconds.')
  }
  // What goes wrong here goes wrong again where it is told: in the import itself.
  const resume = () => void imports.resumeAbandoned().catch(() => {})
  resume()
  const timer = setInterval(resume, everyMs)
  return () => clearInterval(timer)
}
