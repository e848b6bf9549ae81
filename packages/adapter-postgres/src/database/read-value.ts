import { rememberLast } from './remember-last.ts'

/*
 * What a driver hands out depends on how its owner set it up. Values come to us as PostgreSQL writes them, and are
 * read here, the same for a pool of `pg` and for PGlite.
 */

type ReadText = (text: string) => unknown

const readers: Readonly<Record<number, ReadText>> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  114: (text) => JSON.parse(text),
  700: Number,
  701: Number,
  1184: readInstant,
  1700: Number,
  3802: (text) => JSON.parse(text),
}
const asText: ReadText = (text) => text

/** The reader of a type, by its id in `pg_type`. */
export const readerOf = (typeId: number): ReadText => readers[typeId] ?? asText

/** `readerOf` by type id, in the form that PGlite takes. Days and everything without a reader stay text. */
export const readersById: Readonly<Record<number, ReadText>> = { ...readers, 1082: asText, 1114: asText }

const usual = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d$/
const any = /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/

/** An instant as PostgreSQL writes it in its ISO style: `2026-06-15 12:00:00.5+00`, any year, any offset. */
export function readInstant(text: string): Date {
  return new Date(millisecondsOf(text))
}

const millisecondsOf = rememberLast((text: string) => parseInstant(text).getTime())

function parseInstant(text: string): Date {
  if (usual.test(text)) return new Date(`${text.slice(0, 10)}T${text.slice(11)}:00`)
  const [, year, month, day, hour, minute, second, fraction, sign, ...rest] = any.exec(text) ?? []
  const [offsetHours, offsetMinutes, offsetSeconds, era] = rest
  const at = new Date(0)
  at.setUTCFullYear(era ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  at.setUTCHours(Number(hour), Number(minute), Number(second), Number(`0.${fraction ?? 0}`) * 1000)
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes ?? 0) * 60 + Number(offsetSeconds ?? 0)
  return new Date(at.getTime() - (sign === '-' ? -offset : offset) * 1000)
}
