import type { JsonValue } from '../core/json.ts'

/** Small values that belong to the app: settings, watermarks of syncs. Values are JSON; anything else is an `InvalidInputError`. */
export interface SettingsStore {
  get(key: string): Promise<JsonValue | null>
  /** Null removes. */
  set(key: string, value: JsonValue | null): Promise<void>
  /** All settings whose key begins with the prefix, by key. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: JsonValue }[]>
}
