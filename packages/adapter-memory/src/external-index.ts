import type { ExternalId } from '@setvote/sdk/storage'

/** What carries an external id. Nested by service, so that no key has to be put together to look one up. */
export interface ExternalIndex<Holder> {
  get(externalId: ExternalId): Holder | undefined
  set(externalId: ExternalId, holder: Holder): void
  delete(externalId: ExternalId): void
}

export function createExternalIndex<Holder>(): ExternalIndex<Holder> {
  const byService = new Map<string, Map<string, Holder>>()
  return {
    get: ({ service, id }) => byService.get(service)?.get(id),
    set({ service, id }, holder) {
      const known = byService.get(service)
      if (known) known.set(id, holder)
      else byService.set(service, new Map([[id, holder]]))
    },
    delete({ service, id }) {
      byService.get(service)?.delete(id)
    },
  }
}
