import { z } from 'zod'
import type { JsonValue } from '../../core/json.ts'
import type { MatchOverride } from '../../matching/identity.ts'
import type { SettingsStore } from '../../storage/settings-store.ts'

const key = 'identity.overrides'

const ServiceId = z.object({ service: z.string(), id: z.string() })
const Overrides = z.array(
  z.object({
    a: ServiceId,
    b: ServiceId,
    outcome: z.enum(['same', 'different']),
    note: z.string().optional(),
  }),
)

/** The operator's decisions about who is who. They outweigh every comparison, in every later import. */
export async function listIdentityOverrides(settings: SettingsStore): Promise<MatchOverride[]> {
  const stored = await settings.get(key)
  return stored === null ? [] : Overrides.parse(stored)
}

/**
 * Keeps a decision; a later one about the same two ids replaces it.
 *
 * @example
 * await setvote.identity.override({
 *   a: { service: 'ticketmaster', id: 'K8vZ917KVr7' },
 *   b: { service: 'spotify', id: '718COspgdWOnwOFpJHRZHS' },
 *   outcome: 'same',
 * })
 */
export async function saveIdentityOverride(settings: SettingsStore, override: MatchOverride): Promise<void> {
  const parsed = Overrides.element.parse(override)
  const pair = pairOf(parsed)
  const others = (await listIdentityOverrides(settings)).filter((each) => pairOf(each) !== pair)
  await settings.set(key, [...others, parsed] as unknown as JsonValue)
}

const pairOf = ({ a, b }: Pick<MatchOverride, 'a' | 'b'>) =>
  [a, b]
    .map(({ service, id }) => `${service}:${id}`)
    .sort()
    .join(' ')
