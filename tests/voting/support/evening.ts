import { memoryStorage } from '@setvote/adapter-memory'
import { createVoting, type VotingOptions, type VotingService } from '@setvote/sdk'
import { artistDraft, setlistDraft, showDraft, venueDraft } from '@setvote/sdk/conformance'
import type { SetlistDraft, ShowDraft, Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'

export interface Evening {
  readonly clock: FakeClock
  readonly storage: Storage
  readonly voting: VotingService
  readonly artistId: string
  readonly venueId: string
  readonly showId: string
  /** Ids of the setlist songs, in their order. */
  readonly songs: readonly string[]
}

export interface EveningOptions extends Omit<VotingOptions, 'storage' | 'clock'> {
  /** @default '2026-11-21T20:00:00Z' */
  readonly now?: string
  readonly show?: Partial<ShowDraft>
  readonly setlist?: Partial<SetlistDraft>
  readonly venueTimeZone?: string | null
  /** How many songs are on the setlist. @default 10 */
  readonly songCount?: number
}

/** An artist, a venue, and a show of theirs with a setlist to vote on. Nothing is quarantined unless asked for. */
export async function openEvening({
  now = '2026-11-21T20:00:00Z',
  show,
  setlist,
  venueTimeZone = null,
  songCount = 10,
  ...options
}: EveningOptions = {}): Promise<Evening> {
  const clock = fakeClock(now)
  const storage = memoryStorage({ clock })
  const { entity: artist } = await storage.artists.save(artistDraft())
  const { entity: venue } = await storage.venues.save(venueDraft({ timeZone: venueTimeZone }))
  const lineup = [
    { artistId: artist.id, name: artist.name, role: 'headliner' as const, ticketmasterId: null, mbid: null },
  ]
  const { entity: evening } = await storage.shows.save(showDraft({ lineup, venueId: venue.id, ...show }))
  const { entity: list } = await storage.setlists.save(
    setlistDraft({
      artistId: artist.id,
      showId: evening.id,
      songs: Array.from({ length: songCount }, (_, index) => ({ title: `Song ${index}` })),
      ...setlist,
    }),
  )
  return {
    clock,
    storage,
    voting: createVoting({ storage, clock, abuse: false, ...options }),
    artistId: artist.id,
    venueId: venue.id,
    showId: evening.id,
    songs: list.songs.map(({ id }) => id),
  }
}
