import { checkText } from '@setvote/sdk/storage'

/** A copy that shares nothing with the original: neither side can change what the other holds. */
export const copyOf = <Value>(value: Value): Value => copy(value, anyText) as Value

/** `copyOf` for what is about to be stored; refuses text that not every database can keep. */
export const takeIn = <Value>(value: Value): Value => copy(value, checkText) as Value

type Check = (text: string) => void
const anyText: Check = () => {}

function copy(value: unknown, check: Check): unknown {
  if (typeof value === 'string') check(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return new Date(value)
  if (Array.isArray(value)) return value.map((item) => copy(item, check))
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      check(key)
      return [key, copy(part, check)]
    }),
  )
}
