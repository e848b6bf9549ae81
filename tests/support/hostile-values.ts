/** Texts that are no id of anything, and that a careless query would not survive. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  "x'; drop table setvote.votes; --",
  'the "best" `song` $1 $$ ? :name',
  String.raw`back\slash \u0000 %s %_`,
  'nul\0byte',
  'half \ud83c a pair',
  '🎸👩‍🎤 ﷽ a\u0301\u202e',
  'x'.repeat(200),
  'x'.repeat(201),
  'n'.repeat(10_000),
  '🎸'.repeat(10_000),
  '__proto__',
  'constructor',
  '{}',
  '[1]',
  'null',
  '../../etc/passwd',
  'line\nbreak\ttab\r',
]

/** Where a text is expected. */
export const noTexts: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  Number.NaN,
  true,
  1n,
  [],
  ['x'],
  {},
  { id: 'x' },
]

/** Where a whole number from 1 on is expected. */
export const hostileNumbers: readonly unknown[] = [
  -1,
  0,
  -0,
  1.5,
  1001,
  2 ** 31,
  2 ** 53,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  '10',
  null,
  [],
  {},
]

/** Where an instant is expected. */
export const hostileInstants: readonly unknown[] = [
  new Date(Number.NaN),
  new Date(8.64e15),
  new Date(-8.64e15),
  new Date('-004713-01-01T00:00:00Z'),
  '2026-11-21T12:00:00Z',
  0,
  null,
  {},
]
