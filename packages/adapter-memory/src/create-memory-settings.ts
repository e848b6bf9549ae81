import { checkJson, checkNames, isSameJson, type JsonValue, type SettingsStore } from '@setvote/sdk/storage'
import { copyOf, takeIn } from './copy.ts'
import type { MemoryState } from './state.ts'

export function createMemorySettings({ settings }: MemoryState): SettingsStore {
  const put = (key: string, value: JsonValue | null) => {
    checkNames({ key })
    checkJson('A setting', value)
    if (value === null) settings.delete(key)
    else settings.set(key, takeIn(value))
  }

  return {
    get: async (key) => copyOf(settings.get(key) ?? null),
    set: async (key, value) => put(key, value),
    async replace({ key, expected, value }) {
      checkJson('The expected setting', expected)
      const held = settings.get(key) ?? null
      if (isSameJson(held, expected)) {
        put(key, value)
        return 'replaced'
      }
      checkNames({ key })
      checkJson('A setting', value)
      return 'changed'
    },
    async list(prefix) {
      return [...settings]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: copyOf(value) }))
    },
  }
}
