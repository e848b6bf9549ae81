import { dequal } from 'dequal/lite'

/** Anything that JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/** Whether both say the same; the order of keys says nothing. */
export const isSameJson = (one: JsonValue, other: JsonValue): boolean => dequal(one, other)
