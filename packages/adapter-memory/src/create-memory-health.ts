import {
  checkInstants,
  checkLimit,
  checkSchema,
  checkTexts,
  checkWhole,
  HealthSample,
  type OpsStore,
} from '@setvote/sdk/storage'
import { copyOf } from './copy.ts'
import type { MemoryState } from './state.ts'

export function createMemoryHealth({
  health,
}: MemoryState): Pick<OpsStore, 'recordHealth' | 'healthSamples'> {
  return {
    async recordHealth({ at, samples, keepMs }) {
      checkInstants({ at })
      checkWhole('keepMs', keepMs)
      const kept = samples.map((sample) =>
        checkTexts(checkSchema(HealthSample, { ...sample, at: new Date(at) }, 'sample') as HealthSample),
      )
      for (const sample of kept) health.set(`${sample.component} ${at.toISOString()}`, sample)
      for (const [key, sample] of health) if (sample.at.getTime() < at.getTime() - keepMs) health.delete(key)
    },
    async healthSamples({ since, component, limit = 1000 }) {
      checkInstants({ since })
      checkLimit(limit)
      return copyOf(
        [...health.values()]
          .filter(
            (sample) => sample.at >= since && (component === undefined || sample.component === component),
          )
          .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.component < b.component ? -1 : 1))
          .slice(0, limit),
      )
    },
  }
}
