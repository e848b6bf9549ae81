import type { JsonValue } from '../core/json.ts'

/** Small values that belong to the app: settings, watermarks of syncs. Values are JSON; anything else is an `InvalidInputError`. */
export interface SettingsStore {
  get(key: string): Promise<JsonValue | null>
  /** Null removes. */
  set(key: string, value: JsonValue | null): Promise<void>
  /**
   * Sets the value if the setting still is `expected`; null stands for no setting. Of callers who expect the same at
   * once, one replaces it. Values are the same when they say the same JSON, whatever the order of keys.
   */
  replace(request: {
    readonly key: string
    readonly expected: JsonValue | null
    readonly value: JsonValue | null
  }): Promise<'replaced' | 'changed'>
  /** All settings whose key begins with the prefix, by key. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: JsonValue }[]>
}
