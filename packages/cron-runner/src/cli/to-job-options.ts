import type { Job } from '@setvote/sdk/jobs'
import { didYouMean } from '../config/nearest-name.ts'
import { UsageError } from './usage-error.ts'

/**
 * The options of a job as they were written: `['limit=10', 'forceSync=true']`. What reads as JSON is that, the rest is
 * text.
 *
 * @throws UsageError for what is no `key=value`, and for an option that the job does not have.
 */
export function toJobOptions(job: Job, written: readonly string[] = []): object {
  const known = 'shape' in job.options ? Object.keys(job.options.shape as object) : null
  return Object.fromEntries(
    written.map((each) => {
      const [, key, text] = /^([^=]+)=(.*)$/s.exec(each) ?? []
      if (key === undefined || text === undefined) {
        throw new UsageError(`--option must be key=value, such as limit=10, not '${each}'`)
      }
      if (known && !known.includes(key)) {
        const hint = known.length === 0 ? 'it has none' : didYouMean(key, known)
        throw new UsageError(`${job.name} has no option '${key}': ${hint}`)
      }
      return [key, toValue(text)]
    }),
  )
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
