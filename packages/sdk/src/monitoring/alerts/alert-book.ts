import type { JsonValue } from '../../core/json.ts'
import type { Logger } from '../../core/logger.ts'
import type { SettingsStore } from '../../storage/settings-store.ts'
import { AlertState, toJson } from './alert-state.ts'

/** The part of the settings that alerts need. */
export type AlertSettings = Pick<SettingsStore, 'get' | 'list' | 'replace'>

/** An alert as it was read: `raw` is what a write compares with. */
export interface Entry {
  readonly key: string
  readonly raw: JsonValue | null
  readonly state: AlertState | null
}

const prefix = 'monitoring:alert:'

/** What is remembered of alerts, shared by every process of one storage. */
export interface AlertBook {
  read(): Promise<ReadonlyMap<string, Entry>>
  readOne(key: string): Promise<Entry>
  /** Writes what has become of an alert unless another process was faster. Null forgets it. Answers the new entry, or null. */
  write(entry: Entry, state: AlertState | null): Promise<Entry | null>
}

export function createAlertBook(settings: AlertSettings, logger: Logger): AlertBook {
  const toEntry = (key: string, raw: JsonValue | null): Entry => {
    if (raw === null) return { key, raw, state: null }
    const { data, error } = AlertState.safeParse(raw)
    if (error) {
      logger.warn('what was remembered of an alert cannot be read, and is forgotten', { alert: key })
    }
    return { key, raw, state: data ?? null }
  }
  return {
    async read() {
      const held = await settings.list(prefix)
      const entries = held.map(({ key, value }) => toEntry(key.slice(prefix.length), value))
      return new Map(entries.map((entry) => [entry.key, entry]))
    },
    readOne: async (key) => toEntry(key, await settings.get(prefix + key)),
    async write(entry, state) {
      const raw = state && toJson(state)
      const outcome = await settings.replace({ key: prefix + entry.key, expected: entry.raw, value: raw })
      return outcome === 'replaced' ? { ...entry, raw, state } : null
    },
  }
}

/** Settings in this process, for what cannot be told to a storage that is away. */
export function localAlertSettings(): AlertSettings {
  const held = new Map<string, JsonValue>()
  return {
    get: async (key) => held.get(key) ?? null,
    list: async (start) =>
      [...held].filter(([key]) => key.startsWith(start)).map(([key, value]) => ({ key, value })),
    async replace({ key, value }) {
      if (value === null) held.delete(key)
      else held.set(key, value)
      return 'replaced'
    },
  }
}
