import type { ArtistDraft } from '../../src/domain/artist.ts'
import type { Draft, MergeContext } from '../../src/domain/entity.ts'
import type { FactSource, Source } from '../../src/domain/provenance.ts'
import type { SetlistDraft } from '../../src/domain/setlist.ts'
import type { LineupEntry, ShowDraft } from '../../src/domain/show.ts'
import type { SongDraft, Track } from '../../src/domain/song.ts'
import type { VenueDraft } from '../../src/domain/venue.ts'

export const noon = new Date('2026-11-21T12:00:00Z')
export const later = new Date('2026-11-22T12:00:00Z')

export const by = (service: FactSource, at: Date = noon, url: string | null = null): Source => ({
  service,
  at,
  url,
})

export const context: MergeContext = { id: 'thing_1', at: noon }

const said = { externalIds: [], source: by('setlistfm') }

export const artist = (fields: Partial<ArtistDraft> = {}): ArtistDraft => ({
  name: 'Velvet Harbor',
  ...said,
  ...fields,
})

export const venue = (fields: Partial<VenueDraft> = {}): VenueDraft => ({
  name: 'Paper Mill',
  ...said,
  ...fields,
})

export const show = (fields: Partial<ShowDraft> = {}): ShowDraft => ({
  name: 'Velvet Harbor at Paper Mill',
  ...said,
  ...fields,
})

export const song = (fields: Partial<SongDraft> = {}): SongDraft => ({
  artistId: 'art_1',
  title: 'Low Tide',
  ...said,
  ...fields,
})

export const setlist = (fields: Partial<SetlistDraft> = {}): SetlistDraft => ({
  artistId: 'art_1',
  showId: 'sho_1',
  kind: 'actual',
  ...said,
  ...fields,
})

export const act = (name: string, fields: Partial<LineupEntry> = {}): LineupEntry => ({
  artistId: null,
  name,
  role: 'headliner',
  ticketmasterId: null,
  mbid: null,
  ...fields,
})

export const track = (spotifyId: string, fields: Partial<Track> = {}): Track => ({
  spotifyId,
  title: 'Low Tide',
  songTitle: 'Low Tide',
  kind: 'studio',
  isrc: null,
  durationMs: null,
  explicit: null,
  popularity: null,
  previewUrl: null,
  albumId: null,
  albumName: null,
  albumType: null,
  releasedOn: null,
  discNumber: null,
  trackNumber: null,
  image: null,
  ...fields,
})

/** What the drafts make, one after the other. */
export function mergedBy<Thing, D extends Draft<object, never>>(
  merge: (held: Thing | null, draft: D, context: MergeContext) => Thing,
  drafts: readonly D[],
): Thing {
  const [first, ...others] = drafts
  return others.reduce<Thing>((held, draft) => merge(held, draft, context), merge(null, first!, context))
}
