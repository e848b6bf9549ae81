import { memoryStorage } from '@setvote/adapter-memory'
import { createPrediction, type PredictionService } from '@setvote/sdk'
import type { Setlist, SetlistSongDraft, Show, ShowDraft, Song, Source, Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'

export const at = new Date('2026-11-21T12:00:00Z')
export const source: Source = { service: 'setlistfm', at, url: null }

/** A storage with one artist, and what an artist does. */
export interface Stage {
  readonly storage: Storage
  readonly clock: FakeClock
  readonly prediction: PredictionService
  readonly artistId: string
  song(title: string, fields?: { readonly popularity?: number }): Promise<Song>
  show(fields?: Partial<ShowDraft>): Promise<Show>
  /** A show of that day, and its setlist: titles, or lines. */
  played(localDate: string, songs: readonly (string | SetlistSongDraft)[], tour?: string): Promise<Setlist>
}

export async function openStage(): Promise<Stage> {
  const storage = memoryStorage()
  const clock = fakeClock(at)
  const { entity: artist } = await storage.artists.save({ name: 'Velvet Harbor', externalIds: [], source })
  const show: Stage['show'] = async (fields = {}) => {
    const { entity } = await storage.shows.save({
      name: 'Velvet Harbor at Paper Mill',
      localDate: '2026-12-01',
      lineup: [
        { artistId: artist.id, name: 'Velvet Harbor', role: 'headliner', ticketmasterId: null, mbid: null },
      ],
      externalIds: [],
      source,
      ...fields,
    })
    return entity
  }
  return {
    storage,
    clock,
    prediction: createPrediction({ storage, clock }),
    artistId: artist.id,
    show,
    async song(title, { popularity = 50 } = {}) {
      const { entity } = await storage.songs.save({
        artistId: artist.id,
        title,
        tracks: [
          {
            spotifyId: title,
            title,
            songTitle: title,
            kind: 'studio',
            isrc: null,
            durationMs: null,
            explicit: null,
            popularity,
            previewUrl: null,
            albumId: null,
            albumName: null,
            albumType: null,
            releasedOn: '2024',
            discNumber: null,
            trackNumber: null,
            image: null,
          },
        ],
        externalIds: [],
        source: { ...source, service: 'spotify' },
      })
      return entity
    },
    async played(localDate, songs, tour) {
      const { id } = await show({ localDate, ...(tour && { tour }) })
      const { entity } = await storage.setlists.save({
        showId: id,
        artistId: artist.id,
        kind: 'actual',
        localDate,
        ...(tour && { tour }),
        songs: songs.map((song) => (typeof song === 'string' ? { title: song } : song)),
        externalIds: [],
        source,
      })
      return entity
    },
  }
}

export const titlesOf = ({ songs }: Setlist): string[] => songs.map(({ title }) => title)

/** Casts a vote of each of these fans. */
export async function vote(storage: Storage, setlistSongId: string, fans: readonly string[]): Promise<void> {
  await storage.votes.castMany(
    fans.map((fanId) => ({ fanId, setlistSongId, castAt: at, day: '2026-11-21' })),
    { perDay: null },
  )
}
