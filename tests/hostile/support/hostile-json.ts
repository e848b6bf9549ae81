import fc from 'fast-check'

/** What no value can hold, or none that can be copied, stands in for itself until it is text. */
const standIns = {
  '\uE000too large\uE000': '1e999',
  '\uE000lists\uE000': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '\uE000objects\uE000': `${'{"next":'.repeat(2000)}0${'}'.repeat(2000)}`,
} as const
const [tooLarge, deepLists, deepObjects] = Object.keys(standIns)

/** JSON text, with what the stand-ins stand for. */
export function toText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null'
  if (!text.includes('\uE000')) return text
  return Object.entries(standIns).reduce(
    (all, [name, json]) => all.replaceAll(JSON.stringify(name), json),
    text,
  )
}

/** Pieces that parsers of titles, names, dates, addresses and ids look for. */
const pieces = [
  ' ', '(', ')', '[', ' - ', ' / ', '//', 'live ', 'Remastered 2009', ' feat. ', 'Pt. 2', '&', '$', '-', '.', '%', '{', '<p>',
  'https://', 'https://open.spotify.com/artist/', '/artist/', '2026-02-31', 'T25:61:61Z', '23-08-1964', '0000', '+99:99',
  '\u200B', '\u0000', '\uD800', '\u202E', 'e\u0301', 'ﬀ', 'İ', 'ß', '🎸', 'א', '\n', '\t', '__proto__',
] as const // biome-ignore format: a list of pieces

/** What looks right at a glance. */
const nearMisses = [
  ...['', '0', '-1', 'NaN', '1e999', 'null', 'true', 'U', 'USA', '𐀀', 'ßß'],
  ...['2026-02-31', '31-02-2026', '2026-13-01', '99:99:99', '1900-01-01T18:00:00Z', '0000-00-00'],
  ...['2024-99-99T99:99:99.000+0000', '2024-10-28T17:41:06.417+9999', '+275760-09-13T00:00:00.001Z'],
  ...[
    'https://',
    'https://[',
    'http://a b',
    '//',
    'https://exa mple.org',
    'javascript:alert(1)',
    'https://a.example:99999',
  ],
  ...['Europe/Nowhere', 'musicbrainz', 'spotify:artist:', 'https://open.spotify.com/artist/0'],
] as const

const crafted = fc
  .tuple(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 2, 7, 300))
  .map(([parts, times]) => parts.join('').repeat(times))

/** Long enough to stop a parser whose time grows with the square of the length. */
const veryLong = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('').repeat(Math.ceil(50_000 / parts.join('').length)))

const number = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -0,
    -1,
    0.5,
    1e21,
    1e308,
    -1e308,
    2 ** 31,
    2 ** 53,
    2 ** 53 - 1,
    4e9,
    1e15,
    tooLarge,
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const text = fc.oneof(
  { weight: 6, arbitrary: fc.string() },
  { weight: 6, arbitrary: crafted },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 6, arbitrary: fc.constantFrom(...nearMisses) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
)

const deep = fc.constantFrom<unknown>(deepLists, deepObjects)

/** What may stand where something else belongs. */
const oddValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}]) },
  { weight: 6, arbitrary: number },
  { weight: 8, arbitrary: text },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

/** Names that mean something to an object itself. */
const poisonedNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '0',
]

type Change = { readonly place: number } & (
  | { readonly kind: 'drop' }
  | { readonly kind: 'wrap' }
  | { readonly kind: 'unwrap' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'set'; readonly value: unknown }
  /** Keeps the type, so that more of these come through. */
  | { readonly kind: 'number' | 'string'; readonly value: unknown }
  | { readonly kind: 'poison'; readonly name: string; readonly value: unknown }
)

const place = fc.nat()
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ place, kind: fc.constant('number' as const), value: number }) },
  { weight: 6, arbitrary: fc.record({ place, kind: fc.constant('string' as const), value: text }) },
  { weight: 8, arbitrary: fc.record({ place, kind: fc.constant('set' as const), value: oddValue }) },
  {
    weight: 3,
    arbitrary: fc.record({
      place,
      kind: fc.constantFrom('drop' as const, 'wrap' as const, 'unwrap' as const, 'repeat' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      place,
      kind: fc.constant('poison' as const),
      name: fc.constantFrom(...poisonedNames),
      value: fc.oneof(oddValue, fc.constant({ polluted: true })),
    }),
  },
)

/** One of the bodies with some of its places changed, as text. */
export function mutated(bodies: readonly unknown[]): fc.Arbitrary<string> {
  const few = fc.array(change, { maxLength: 5 })
  const long = fc.record({ place, kind: fc.constant('set' as const), value: veryLong })
  const nested = fc.record({ place, kind: fc.constant('set' as const), value: deep })
  const changes = fc.oneof(
    { weight: 40, arbitrary: few },
    { weight: 1, arbitrary: fc.tuple(long) },
    { weight: 1, arbitrary: fc.tuple(nested) },
  )
  return fc.tuple(fc.constantFrom(...bodies), changes).map(([body, list]) => toText(changed(body, list)))
}

/** Any JSON at all, as text. */
export const anyJson: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 10, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    { weight: 6, arbitrary: oddValue },
    { weight: 1, arbitrary: deep },
  )
  .map(toText)

function changed(body: unknown, changes: readonly Change[]): unknown {
  const root = { body: structuredClone(body) }
  for (const each of changes) {
    const places = placesOf(root).filter(
      ([holder, key]) =>
        (each.kind !== 'number' && each.kind !== 'string') || typeof holder[key] === each.kind,
    )
    const found = places[each.place % places.length]
    if (found) apply(...found, each)
  }
  return root.body
}

type Holder = Record<string, unknown>

function apply(holder: Holder, key: string, change: Change): void {
  const value = holder[key]
  if (change.kind === 'drop') delete holder[key]
  else if (change.kind === 'wrap') define(holder, key, [value])
  else if (change.kind === 'unwrap') define(holder, key, Array.isArray(value) ? value[0] : null)
  else if (change.kind === 'repeat')
    define(holder, key, Array.isArray(value) ? [...value, ...value] : [value, value])
  else if (change.kind !== 'poison') define(holder, key, structuredClone(change.value))
  else if (typeof value === 'object' && value !== null && !Array.isArray(value))
    define(value as Holder, change.name, structuredClone(change.value))
}

/** `__proto__` becomes a field like any other, as it does when JSON is parsed. */
const define = (holder: Holder, name: string, value: unknown) =>
  Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true })

/** Deeper places are nobody's. */
const deepest = 30

function placesOf(value: unknown, found: [Holder, string][] = [], depth = 0): [Holder, string][] {
  if (typeof value !== 'object' || value === null || depth > deepest) return found
  for (const key of Object.keys(value)) {
    found.push([value as Holder, key])
    placesOf((value as Holder)[key], found, depth + 1)
  }
  return found
}
