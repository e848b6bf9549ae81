import fc from 'fast-check'

/** What may stand where something else belongs. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [null],
    '1900-01-01T18:00:00Z',
    'NaN',
    '​',
    '\u0000',
  ),
  fc.string(),
  fc.double({ noNaN: true }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A recorded body with a few of its places left out or filled with something else. */
export function spoiled(bodies: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.constantFrom(...bodies),
      fc.array(fc.tuple(fc.nat(), fc.option(oddValue, { nil: undefined })), { minLength: 1, maxLength: 6 }),
    )
    .map(([body, changes]) => {
      const copy: unknown = structuredClone(body)
      for (const [choice, value] of changes) {
        const places = placesOf(copy)
        const [holder, key] = places[choice % places.length] ?? []
        if (holder === undefined || key === undefined) continue
        if (value === undefined) delete holder[key]
        else holder[key] = value
      }
      return copy
    })
}

type Holder = Record<string, unknown>

function placesOf(value: unknown, found: [Holder, string][] = []): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, item] of Object.entries(value)) {
    found.push([value as Holder, key])
    placesOf(item, found)
  }
  return found
}
