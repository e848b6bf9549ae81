import type { ArtistDraft } from '../domain/artist.ts'
import type { FactSource, Source } from '../domain/provenance.ts'
import type { SetlistDraft } from '../domain/setlist.ts'
import type { ShowDraft } from '../domain/show.ts'
import type { SongDraft, Track } from '../domain/song.ts'
import type { VenueDraft } from '../domain/venue.ts'
import type { ProgressDraft } from '../storage/import-store.ts'
import type { BallotDraft } from '../storage/vote-store.ts'
import { noon, today } from './instants.ts'

/*
 * The smallest valid drafts, with what the caller gives laid over them.
 */

export const sourceOf = (service: FactSource, at: Date = noon): Source => ({ service, at, url: null })

const said = { externalIds: [], source: sourceOf('setlistfm') }

export const artistDraft = (fields: Partial<ArtistDraft> = {}): ArtistDraft => ({
  name: 'Velvet Harbor',
  ...said,
  ...fields,
})

export const venueDraft = (fields: Partial<VenueDraft> = {}): VenueDraft => ({
  name: 'Paper Mill',
  ...said,
  ...fields,
})

export const showDraft = (fields: Partial<ShowDraft> = {}): ShowDraft => ({
  name: 'Velvet Harbor at Paper Mill',
  ...said,
  ...fields,
})

export const songDraft = (fields: Partial<SongDraft> & Pick<SongDraft, 'artistId'>): SongDraft => ({
  title: 'Low Tide',
  ...said,
  ...fields,
})

export const setlistDraft = (
  fields: Partial<SetlistDraft> & Pick<SetlistDraft, 'artistId' | 'showId'>,
): SetlistDraft => ({ kind: 'predicted', ...said, ...fields })

export const trackOf = (fields: Partial<Track> & Pick<Track, 'spotifyId'>): Track => ({
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

export const headliner = (artistId: string, name = 'Velvet Harbor') => ({
  artistId,
  name,
  role: 'headliner' as const,
  ticketmasterId: null,
  mbid: null,
})

export const ballotDraft = (
  fields: Partial<BallotDraft> & Pick<BallotDraft, 'fanId' | 'setlistSongId'>,
): BallotDraft => ({ castAt: noon, day: today, ...fields })

export const progressDraft = (fields: Partial<ProgressDraft> = {}): ProgressDraft => ({
  at: noon,
  phase: 'artist',
  step: 'artist',
  status: 'running',
  percent: 0,
  counts: {},
  message: 'Working',
  remainingMs: null,
  ...fields,
})
