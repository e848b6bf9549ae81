import { checkNames, InvalidInputError, type SettingsStore } from '@setvote/sdk/storage'
import { copyOf, takeIn } from './copy.ts'
import type { MemoryState } from './state.ts'

export function createMemorySettings({ settings }: MemoryState): SettingsStore {
  return {
    get: async (key) => copyOf(settings.get(key) ?? null),
    async set(key, value) {
      checkNames({ key })
      if (value === null) settings.delete(key)
      else {
        checkJson(value)
        settings.set(key, takeIn(value))
      }
    },
    async list(prefix) {
      return [...settings]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: copyOf(value) }))
    },
  }
}

function checkJson(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new InvalidInputError(
      'A setting must be JSON: text, number, boolean, null, list or object of these',
    )
  }
  for (const part of Object.values(value)) checkJson(part)
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
