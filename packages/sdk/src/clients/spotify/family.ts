import { z } from 'zod'
import type { CallOptions } from '../../upstream/call.ts'
import { batchSizes } from './estimate.ts'
import { listIn } from './schemas.ts'
import { createSeveral, type Family, type Several } from './several.ts'
import type { SpotifyKind } from './spotify-ids.ts'
import { mapCall, type Wire } from './wire.ts'

interface FamilySpec<Item extends { readonly id: string }> {
  readonly kind: SpotifyKind
  readonly schema: z.ZodType<Item>
  readonly cacheForMs: number
  /** Whether this thing is an answer to that id: a service that mixes up its answers must not mix up ours. */
  answers(item: Item, id: string, market: string | undefined): boolean
}

/** Things of one kind, by one id or by many. */
export interface ById<Item> {
  readonly one: Family<Item & { readonly id: string }>['single']
  readonly several: Several<Item>
}

/** Two families differ in their words only: `/albums/{id}`, `/albums?ids=`, `{albums: […]}`. */
export function createById<Item extends { readonly id: string }>(
  wire: Wire,
  { kind, schema, cacheForMs, answers }: FamilySpec<Item>,
): (market: string | undefined) => ById<Item> {
  const plural = `${kind}s`
  const batchSchema = listIn(plural, schema)
  const feature = `${kind}Batch` as const

  function create(market: string | undefined): ById<Item> {
    const family: Family<Item> = {
      feature,
      batchSize: batchSizes[feature],
      answers: (item, id) => answers(item, id, market),
      single: (id, options) =>
        wire.call(
          {
            path: `/${plural}/${id}`,
            template: `/${plural}/{id}`,
            query: { market },
            schema: z.pipe(
              schema,
              z.custom<Item>((item) => answers(item as Item, id, market), `answered another ${kind}`),
            ),
            cacheForMs,
          },
          options,
        ),
      batch: (ids, options: CallOptions) =>
        mapCall(
          wire.call(
            {
              path: `/${plural}`,
              template: `/${plural}`,
              query: { ids, market },
              schema: batchSchema,
              cacheForMs,
            },
            options,
          ),
          (answer) => answer[plural] ?? [],
        ),
    }
    return { one: family.single, several: createSeveral(family, wire.capabilities) }
  }

  const made = new Map<string | undefined, ById<Item>>()
  return (market) => {
    const family = made.get(market) ?? create(market)
    made.set(market, family)
    return family
  }
}
