import assert from 'node:assert/strict'
import type { EntityId } from '../domain/entity.ts'
import type { SetlistDraft } from '../domain/setlist.ts'
import type { ShowDraft } from '../domain/show.ts'
import type { Storage } from '../storage/storage.ts'
import { artistDraft, headliner, setlistDraft, showDraft } from './builders.ts'

/** An artist, a show of theirs, and its setlist to vote on. */
export interface Stage {
  readonly artistId: EntityId
  readonly showId: EntityId
  readonly setlistId: EntityId
  /** Ids of the setlist songs, in their order. */
  readonly songs: readonly [EntityId, EntityId, EntityId, ...EntityId[]]
}

export async function setStage(
  storage: Storage,
  {
    show,
    setlist,
    artistId,
  }: {
    readonly show?: Partial<ShowDraft>
    readonly setlist?: Partial<SetlistDraft>
    readonly artistId?: EntityId
  } = {},
): Promise<Stage> {
  const playing = artistId ?? (await storage.artists.save(artistDraft())).entity.id
  const { entity: evening } = await storage.shows.save(showDraft({ lineup: [headliner(playing)], ...show }))
  const { entity: list } = await storage.setlists.save(
    setlistDraft({
      artistId: playing,
      showId: evening.id,
      songs: [{ title: 'Low Tide' }, { title: 'Lantern' }, { title: 'Undertow' }],
      ...setlist,
    }),
  )
  const [first, second, third, ...more] = list.songs.map(({ id }) => id)
  assert.ok(first && second && third, 'a saved setlist has the songs it was saved with')
  return { artistId: playing, showId: evening.id, setlistId: list.id, songs: [first, second, third, ...more] }
}
