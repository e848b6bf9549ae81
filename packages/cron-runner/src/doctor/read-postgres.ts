import type { Storage } from '@setvote/sdk/storage'
import type { ClockFacts, PostgresFacts } from './patient.ts'

/** What `postgresStorage` can do beside the contract. */
interface Examinable {
  examine(): Promise<Omit<PostgresFacts, 'schema'> & { readonly clockAheadMs: number }>
  status(): Promise<{
    readonly state: PostgresFacts['schema']['state']
    readonly pending: readonly string[]
    readonly unknown: readonly string[]
  }>
}

/** Null for a storage without a server. */
export async function readPostgres(
  storage: Storage,
  note: (clock: ClockFacts) => void,
): Promise<PostgresFacts | null> {
  if (!isExaminable(storage)) return null
  const { clockAheadMs, ...facts } = await storage.examine()
  note({ of: 'PostgreSQL', aheadMs: clockAheadMs, within: 50 })
  const { state, pending, unknown } = await storage.status()
  return { ...facts, schema: { state, steps: state === 'newer' ? unknown : pending } }
}

const isExaminable = (storage: object): storage is Storage & Examinable =>
  'examine' in storage && typeof storage.examine === 'function' && 'status' in storage
