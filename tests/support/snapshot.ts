import type { EntityRecord, ExternalId, Storage } from '@setvote/sdk/storage'
import { everything } from './everything.ts'

/**
 * Everything in a storage, in a form that is the same for two storages that hold the same: things are named by
 * their external ids instead of our own, and instants of saving are left out.
 */
export async function snapshotOf(storage: Storage): Promise<Record<string, unknown[]>> {
  const kinds = await everything(storage)
  const names = new Map<string, string>()
  for (const [kind, things] of Object.entries(kinds)) {
    for (const thing of things as EntityRecord[]) names.set(thing.id, `${kind}/${nameOf(thing)}`)
  }
  const ownIds = new RegExp([...names.keys()].join('|') || '(?!)', 'g')
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, things]) => [
      kind,
      (things as EntityRecord[])
        .map((thing) =>
          JSON.parse(withoutInstants(JSON.stringify(thing)).replace(ownIds, (id) => names.get(id)!)),
        )
        .map(({ externalIds, ...rest }) => ({ ...rest, externalIds: externalIds.map(keyOf).sort() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  )
}

const keyOf = ({ service, id }: ExternalId) => `${service}:${id}`

const nameOf = ({ externalIds }: EntityRecord) =>
  externalIds
    .map(keyOf)
    .sort()[0]!
    .replace(/art_\w+/, 'artist')

/** Instants at which something was asked or saved, and ids of lines of setlists, differ from run to run. */
const withoutInstants = (json: string) =>
  json
    .replace(/"(at|createdAt|updatedAt|syncedAt)":"[^"]*"/g, '"$1":""')
    .replace(/"id":"sls_[^"]*"/g, '"id":""')
