import {
  type CatalogStore,
  type EntityRecord,
  hasCode,
  type ShowStore,
  type Storage,
} from '@setvote/sdk/storage'
import { type Breakage, inPort, roundTrip } from './breakage.ts'

/** One of the generic verbs of every catalog kind, replaced in artists. */
const inArtists = (replace: (artists: Storage['artists'], storage: Storage) => Partial<Storage['artists']>) =>
  inPort('artists', replace)

export const brokenCatalog: readonly Breakage[] = [
  {
    what: 'absorbing loses external ids',
    chapter: 'catalog: absorbing',
    promise: 'artists: the absorbed thing goes, and its external ids lead to the kept one',
    breakIt: inArtists((artists) => ({
      async absorb({ keptId, absorbedId }) {
        const kept = await artists.find(keptId)
        if (!kept || keptId === absorbedId || !(await artists.remove(absorbedId))) return null
        return kept
      },
    })),
  },
  {
    what: 'absorbing a setlist loses its ballots',
    chapter: 'catalog: absorbing what points to a thing',
    promise:
      'setlist: ballots go to the same song, one of each fan stays, and gives its place of the day back',
    breakIt: inPort('setlists', (setlists) => ({
      async absorb({ keptId, absorbedId }) {
        const absorbed = await setlists.find(absorbedId)
        if (!absorbed || !(await setlists.find(keptId))) return null
        await setlists.remove(absorbedId)
        return setlists.find(keptId)
      },
    })),
  },
  {
    what: 'absorbing a missing thing answers the kept one',
    chapter: 'catalog: absorbing',
    promise: 'artists: changes nothing when either is missing or they are the same',
    breakIt: inArtists((artists) => ({
      absorb: async (request) => (await artists.absorb(request)) ?? artists.find(request.keptId),
    })),
  },
  {
    what: 'pages are counted instead of remembered by place',
    chapter: 'catalog: listing',
    promise: 'artists: gives what was there all along exactly once while other things are saved and removed',
    breakIt: inArtists((artists) => ({
      async list({ limit = 50, cursor, ...query }) {
        await artists.list({ limit, ...query })
        const { items } = await artists.list({ ...query, limit: 1000 })
        const from = cursor ? Number(cursor.slice(1)) : 0
        const more = from + limit < items.length
        return { items: items.slice(from, from + limit), nextCursor: more ? `@${from + limit}` : null }
      },
    })),
  },
  {
    what: 'the limit of a page is ignored',
    chapter: 'catalog: listing',
    promise: 'artists: pages of any size give everything exactly once',
    breakIt: inArtists((artists) => ({ list: ({ limit: _limit, ...query }) => artists.list(query) })),
  },
  {
    what: 'a cursor of another query begins anew',
    chapter: 'catalog: listing',
    promise: 'artists: refuses cursors that are none, or belong to another query or kind',
    breakIt: inArtists((artists) => ({
      list: (query) =>
        artists.list(query).catch((error) => {
          if (hasCode(error, 'invalid-input') && query.cursor) return artists.list({ ...query, cursor: null })
          throw error
        }),
    })),
  },
  {
    what: 'conflicts are not reported',
    chapter: 'catalog: saving',
    promise:
      'artists: lets the first external id that anything carries decide, and reports ids that stayed elsewhere',
    breakIt: inArtists((artists) => ({
      save: async (draft) => ({ ...(await artists.save(draft)), conflicts: [] }),
    })),
  },
  {
    what: 'a batch is saved one by one',
    chapter: 'catalog: saving',
    promise: 'artists: saves all drafts or none',
    breakIt: inArtists((artists) => ({
      async saveMany(drafts) {
        const saved = []
        for (const draft of drafts) saved.push(await artists.save(draft))
        return saved
      },
    })),
  },
  {
    what: 'what does not change is written',
    chapter: 'catalog: saving',
    promise: 'artists: does not write what does not change',
    breakIt: inArtists((artists) => ({
      saveMany: async (drafts) =>
        (await artists.saveMany(drafts)).map((saved) =>
          saved.status === 'unchanged' ? { ...saved, status: 'updated' as const } : saved,
        ),
    })),
  },
  {
    what: 'the last word wins, whoever speaks',
    chapter: 'catalog: merging',
    promise: 'artists: a source that is trusted less does not replace',
    breakIt: inArtists((artists) => ({
      save: (draft) => artists.save({ ...draft, source: { ...draft.source, service: 'operator' } }),
    })),
  },
  {
    what: 'a chosen id is ignored',
    chapter: 'catalog: saving',
    promise: 'artists: creates a thing under the id it is given',
    breakIt: inArtists((artists) => ({
      async save({ id, ...draft }) {
        const known = id !== undefined && (await artists.find(id))
        return artists.save(known ? { id, ...draft } : draft)
      },
    })),
  },
  {
    what: 'an answer is the stored thing itself',
    chapter: 'catalog: isolation',
    promise: 'artists: what a caller does to an answer never reaches the storage',
    breakIt(storage) {
      const live = new Map<string, EntityRecord | null>()
      return inArtists((artists) => ({
        async find(reference) {
          const key = JSON.stringify(reference)
          if (!live.has(key)) live.set(key, await artists.find(reference))
          return live.get(key) as Awaited<ReturnType<typeof artists.find>>
        },
        findMany: (references) => Promise.all(references.map((each) => storage.artists.find(each))),
        async list(query) {
          const page = await artists.list(query)
          return {
            ...page,
            items: page.items.map((item) => (live.get(JSON.stringify(item.id)) ?? item) as typeof item),
          }
        },
      }))(storage)
    },
  },
  {
    what: 'many references are answered in the order of ids',
    chapter: 'catalog: looking up',
    promise: 'artists: answers many references in their order, null where there is none',
    breakIt: inArtists((artists) => ({
      findMany: async (references) => (await artists.findMany(references)).toSorted(),
    })),
  },
  {
    what: 'search minds accents',
    chapter: 'catalog: artist queries',
    promise: 'search finds a part of the name, whatever its case, accents or script',
    breakIt: inArtists((artists) => ({
      async list(query) {
        const page = await artists.list(query)
        const part = query.search?.toLowerCase().trim() ?? ''
        return { ...page, items: page.items.filter(({ name }) => name.toLowerCase().includes(part)) }
      },
    })),
  },
  {
    what: 'the farthest venue comes first',
    chapter: 'catalog: venue queries',
    promise: 'near finds what lies within the radius, the nearest first, page by page',
    breakIt: inPort('venues', (venues) => ({
      async list(query) {
        const page = await venues.list(query)
        return query.near ? { ...page, items: page.items.toReversed() } : page
      },
    })),
  },
  {
    what: 'only headliners are found',
    chapter: 'catalog: show queries',
    promise: 'artistId finds headliners and supports, once each',
    breakIt: inPort('shows', (shows) => ({ list: headlinersOnly(shows) })),
  },
  {
    what: 'a song that was removed stays linked',
    chapter: 'catalog: removing',
    promise: 'a song leaves its title on setlists, with the ballots for it',
    breakIt(storage) {
      const removed = new Map<string, string>()
      return inPort('setlists', (setlists) => ({
        async find(reference) {
          const setlist = await setlists.find(reference)
          if (!setlist) return null
          for (const { id, songId } of setlist.songs) if (songId) removed.set(id, songId)
          return {
            ...setlist,
            songs: setlist.songs.map((song) => ({ ...song, songId: removed.get(song.id) ?? null })),
          }
        },
        async save(draft) {
          const saved = await setlists.save(draft)
          for (const { id, songId } of saved.entity.songs) if (songId) removed.set(id, songId)
          return saved
        },
      }))(storage)
    },
  },
  {
    what: 'setlist songs get a new id with every save',
    chapter: 'votes: when the catalog changes',
    promise: 'ballots stay with their song when the setlist is saved in another order',
    breakIt(storage) {
      let count = 0
      return inPort('setlists', (setlists) => ({
        save: ({ songs, ...draft }) =>
          setlists.save({
            ...draft,
            ...(songs && { songs: songs.map((song) => ({ ...song, id: `new ${count++}` })) }),
          }),
      }))(storage)
    },
  },
  {
    what: 'a new external id is looked up before it is saved',
    chapter: 'racing: catalog',
    promise: 'of many saves of one new external id one creates',
    breakIt: inArtists((artists) => ({ save: lookUpFirst(artists) })),
  },
]

function headlinersOnly(shows: ShowStore): ShowStore['list'] {
  return async (query) => {
    const page = await shows.list(query)
    const isHeadliner = ({ lineup }: (typeof page.items)[number]) =>
      lineup.some(({ artistId, role }) => artistId === query.artistId && role === 'headliner')
    return query.artistId === undefined ? page : { ...page, items: page.items.filter(isHeadliner) }
  }
}

function lookUpFirst<
  Entity extends EntityRecord,
  Draft extends Pick<EntityRecord, 'externalIds'> | object,
  Query,
>(store: CatalogStore<Entity, Draft, Query>): CatalogStore<Entity, Draft, Query>['save'] {
  let count = 0
  return async (draft) => {
    const { externalIds } = draft as Pick<EntityRecord, 'externalIds'>
    const known = await store.findMany(externalIds)
    await roundTrip()
    const isNew = known.every((entity) => entity === null)
    return store.save(isNew ? { id: `new ${count++}`, ...draft } : draft)
  }
}
