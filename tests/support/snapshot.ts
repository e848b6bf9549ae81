import type { CatalogStore, EntityRecord, ExternalId, Storage } from '@setvote/sdk/storage'

/**
 * Everything in a storage, in a form that is the same for two storages that hold the same: things are named by
 * their external ids instead of our own, and instants of saving are left out.
 */
export async function snapshotOf(storage: Storage): Promise<Record<string, unknown[]>> {
  const kinds = {
    artists: await all(storage.artists),
    venues: await all(storage.venues),
    shows: await all(storage.shows),
    songs: await all(storage.songs),
    setlists: await all(storage.setlists),
  }
  const names = new Map<string, string>()
  for (const [kind, things] of Object.entries(kinds)) {
    for (const thing of things) names.set(thing.id, `${kind}/${nameOf(thing)}`)
  }
  const own = new RegExp([...names.keys()].sort((a, b) => b.length - a.length).join('|') || '(?!)', 'g')
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, things]) => [
      kind,
      things
        .map((thing) =>
          JSON.parse(withoutInstants(JSON.stringify(thing)).replace(own, (id) => names.get(id)!)),
        )
        .map(({ externalIds, ...rest }) => ({ ...rest, externalIds: externalIds.map(keyOf).sort() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  )
}

async function all<Entity extends EntityRecord, Draft, Query>(
  store: CatalogStore<Entity, Draft, Query>,
): Promise<Entity[]> {
  const items: Entity[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof store.list>> = await store.list({ limit: 1000, cursor } as Query & {
      limit: number
    })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

const keyOf = ({ service, id }: ExternalId) => `${service}:${id}`

const nameOf = (thing: EntityRecord) => {
  const keys = thing.externalIds.map(keyOf).sort()
  return keys[0]!.replace(/art_\w+/, 'artist')
}

/** Instants at which something was asked or saved, and ids of lines of setlists, differ from run to run. */
const withoutInstants = (json: string) =>
  json
    .replace(/"(at|createdAt|updatedAt|syncedAt)":"[^"]*"/g, '"$1":""')
    .replace(/"id":"sls_[^"]*"/g, '"id":""')
