import { type EntityId, type EntityRecord, pairSetlistSongs, relinkLineup } from '@setvote/sdk/storage'
import type { CatalogKind, DraftRecord, Kind } from './kinds/kind.ts'
import { cancelRun, isLive, runsOfArtist } from './runs.ts'
import type { MemoryState } from './state.ts'
import { freezeParts } from './stored-entity.ts'
import type { Table } from './table.ts'

/** Removes a thing that is there, with what exists only through it. */
export function removeThing(state: MemoryState, kind: CatalogKind, id: EntityId): true {
  removal[kind](state, id)
  state.tables[kind].delete(id)
  return true
}

const removal: Readonly<Record<CatalogKind, (state: MemoryState, id: EntityId) => void>> = {
  artists(state, id) {
    const { songs, setlists } = state.tables
    for (const setlist of setlists.inList(`artist:${id}`)) removeThing(state, 'setlists', setlist.id)
    for (const song of songs.inList(`artist:${id}`)) removeThing(state, 'songs', song.id)
    relinkLineups(state, id, null)
    state.follows.dropThing(id)
    dropScores(state, 'artists', id)
    for (const stored of runsOfArtist(state, id)) stored.run = { ...stored.run, artistId: null }
  },
  venues(state, id) {
    relinkVenue(state, id, null)
    state.reviews.dropThing(id)
  },
  shows(state, id) {
    for (const setlist of state.tables.setlists.inList(`show:${id}`))
      removeThing(state, 'setlists', setlist.id)
    state.attendances.dropThing(id)
    dropScores(state, 'shows', id)
  },
  songs: (state, id) => relinkSong(state, id, null),
  setlists() {},
}

/** Makes two things one. */
export function absorbThing<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  state: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  table: Table<Entity>,
  kept: Entity,
  absorbed: Entity,
): Entity {
  const united = freezeParts(kind.unite(kept, absorbed, state.now()), kind.dates)
  // Both are there while things move; the external ids follow when one is gone.
  table.put({ ...united, externalIds: kept.externalIds })
  handOver[kind.name](state, absorbed.id, kept.id)
  table.delete(absorbed.id)
  table.put(united)
  return united
}

const handOver: Readonly<
  Record<CatalogKind, (state: MemoryState, fromId: EntityId, toId: EntityId) => void>
> = {
  artists(state, fromId, toId) {
    const { songs, setlists } = state.tables
    const updatedAt = state.now()
    for (const song of songs.inList(`artist:${fromId}`)) songs.revise(song.id, { artistId: toId, updatedAt })
    for (const setlist of setlists.inList(`artist:${fromId}`)) {
      setlists.revise(setlist.id, { artistId: toId, updatedAt })
    }
    relinkLineups(state, fromId, toId)
    state.follows.moveThing(fromId, toId)
    dropScores(state, 'artists', fromId)
    const isKeptLive = runsOfArtist(state, toId).some(isLive)
    for (const stored of runsOfArtist(state, fromId)) {
      stored.run = { ...stored.run, artistId: toId }
      if (isKeptLive && isLive(stored))
        cancelRun(stored, updatedAt, 'Cancelled: its artist became another one')
    }
  },
  venues(state, fromId, toId) {
    relinkVenue(state, fromId, toId)
    state.reviews.moveThing(fromId, toId)
  },
  shows(state, fromId, toId) {
    const { setlists } = state.tables
    for (const setlist of setlists.inList(`show:${fromId}`)) {
      setlists.revise(setlist.id, { showId: toId, updatedAt: state.now() })
    }
    state.attendances.moveThing(fromId, toId)
    dropScores(state, 'shows', fromId)
  },
  songs: relinkSong,
  setlists: handOverBallots,
}

/** Ballots go to the same song of the kept setlist. Songs that it took over have kept theirs. */
function handOverBallots({ box, tables }: MemoryState, fromId: EntityId, toId: EntityId): void {
  const kept = tables.setlists.get(toId)?.songs ?? []
  const absorbed = tables.setlists.get(fromId)?.songs ?? []
  for (const [absorbedSongId, keptSongId] of pairSetlistSongs(kept, absorbed)) {
    if (absorbedSongId !== keptSongId) box.ballots.moveThing(absorbedSongId, keptSongId)
  }
}

function relinkLineups({ tables, now }: MemoryState, fromId: EntityId, toId: EntityId | null): void {
  for (const show of tables.shows.inList(`artist:${fromId}`)) {
    tables.shows.revise(show.id, { lineup: relinkLineup(show.lineup, fromId, toId), updatedAt: now() })
  }
}

function relinkVenue({ tables, now }: MemoryState, fromId: EntityId, toId: EntityId | null): void {
  for (const show of tables.shows.inList(`venue:${fromId}`)) {
    tables.shows.revise(show.id, { venueId: toId, updatedAt: now() })
  }
}

function relinkSong({ tables, now }: MemoryState, fromId: EntityId, toId: EntityId | null): void {
  for (const setlist of tables.setlists.inList(`song:${fromId}`)) {
    const songs = setlist.songs.map((song) => (song.songId === fromId ? { ...song, songId: toId } : song))
    tables.setlists.revise(setlist.id, { songs, updatedAt: now() })
  }
}

function dropScores({ boards }: MemoryState, kind: 'artists' | 'shows', id: EntityId): void {
  boards[kind].entries.delete(id)
  boards[kind].history.delete(id)
}
