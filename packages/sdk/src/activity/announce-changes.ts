import type { EntityId } from '../domain/entity.ts'
import { artistTopic, showTopic, trendingTopic } from '../domain/event.ts'
import type { Show } from '../domain/show.ts'
import type { News } from '../realtime/create-news.ts'
import type { CatalogStore, Saved } from '../storage/catalog-store.ts'
import type { FanStore } from '../storage/fan-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { TrendingStore } from '../storage/trending-store.ts'

/**
 * A storage that tells what changes when it is written through: shows and their setlists, followers, attendance, boards.
 * Ballots are told by `voting`, which gathers them.
 *
 * @example
 * const told = announceChanges(storage, createNews({ bus, clock, logger }))
 */
export const announceChanges = (storage: Storage, news: News): Storage => ({
  contractVersion: storage.contractVersion,
  artists: storage.artists,
  venues: storage.venues,
  shows: savesTold(storage.shows, (show) => news.tell(showTopic(show.id), 'show.changed', howItIs(show))),
  songs: storage.songs,
  setlists: savesTold(storage.setlists, ({ id, showId, kind }) =>
    news.tell(showTopic(showId), 'show.setlists', { setlists: { [id]: kind } }),
  ),
  votes: storage.votes,
  trending: refreshesTold(storage.trending, news),
  fans: fansTold(storage.fans, news),
  imports: storage.imports,
  jobs: storage.jobs,
  quotas: storage.quotas,
  settings: storage.settings,
  ops: storage.ops,
  close: () => storage.close(),
})

function savesTold<Entity, Draft, Query>(
  store: CatalogStore<Entity, Draft, Query>,
  tell: (entity: Entity) => void,
): CatalogStore<Entity, Draft, Query> {
  const heard = (saved: Saved<Entity>) => {
    if (saved.status !== 'unchanged') tell(saved.entity)
    return saved
  }
  return {
    find: (reference) => store.find(reference),
    findMany: (references) => store.findMany(references),
    list: (query) => store.list(query),
    save: async (draft) => heard(await store.save(draft)),
    saveMany: async (drafts) => (await store.saveMany(drafts)).map(heard),
    absorb: (request) => store.absorb(request),
    remove: (id) => store.remove(id),
  }
}

const howItIs = ({ status, localDate, startsAt, venueId }: Show) => ({
  status,
  localDate,
  startsAt: startsAt?.toISOString() ?? null,
  venueId,
})

const refreshesTold = (trending: TrendingStore, news: News): TrendingStore => ({
  top: (request) => trending.top(request),
  factors: (request) => trending.factors(request),
  history: (request) => trending.history(request),
  async refresh(request) {
    const refreshed = await trending.refresh(request)
    if (refreshed.changed > 0) news.tell(trendingTopic, 'trending.refreshed', { ...refreshed })
    return refreshed
  },
})

function fansTold(fans: FanStore, news: News): FanStore {
  function tellArtist(artistId: EntityId, counts: { readonly followers: number } | null): void {
    if (counts) news.tell(artistTopic(artistId), 'artist.followers', { ...counts })
  }
  return {
    find: (id) => fans.find(id),
    save: (draft) => fans.save(draft),
    remove: (id) => fans.remove(id),
    follows: (request) => fans.follows(request),
    mostFollowed: (request) => fans.mostFollowed(request),
    review: (draft) => fans.review(draft),
    reviews: (request) => fans.reviews(request),
    counts: fans.counts.bind(fans),
    async follow(request) {
      const counts = await fans.follow(request)
      tellArtist(request.artistId, counts)
      return counts
    },
    async attend(request) {
      const counts = await fans.attend(request)
      if (counts) news.tell(showTopic(request.showId), 'show.attendance', { ...counts })
      return counts
    },
  }
}
