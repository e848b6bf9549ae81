import { toArtistDraft as fromMusicbrainz, MusicbrainzArtist } from '@setvote/sdk/musicbrainz'
import {
  toArtistDraft as fromSetlistfm,
  SetlistfmArtist,
  SetlistfmSetlist,
  SetlistfmVenue,
  toVenueDraft as toHallDraft,
  toShowDraft as toPastShowDraft,
  toSetlistDraft,
} from '@setvote/sdk/setlistfm'
import {
  toArtistDraft as fromSpotify,
  SpotifyAlbum,
  SpotifyAlbumTrack,
  SpotifyArtist,
  SpotifyTrack,
  toTrack,
} from '@setvote/sdk/spotify'
import {
  externalLinksOf,
  toArtistDraft as fromTicketmaster,
  TicketmasterAttraction,
  TicketmasterEvent,
  TicketmasterVenue,
  toShowDraft,
  toVenueDraft,
  toVenueDraftOf,
} from '@setvote/sdk/ticketmaster'
import { describe, expect, it } from 'vitest'
import { at } from '../support/drafts.ts'
import { describeRecorded } from '../support/recorded.ts'
import { expectNothingLost, type FieldList } from './support/field-list.ts'
import * as musicbrainz from './support/musicbrainz-fields.ts'
import { type RecordedThing, recordedThings } from './support/recorded-things.ts'
import * as setlistfm from './support/setlistfm-fields.ts'
import * as spotify from './support/spotify-fields.ts'
import * as ticketmaster from './support/ticketmaster-fields.ts'

const isOf =
  (type: string) =>
  (thing: object): boolean =>
    'type' in thing && thing.type === type && 'id' in thing && 'name' in thing

/** Every thing of a kind arrives with every field that is said to be read, and has none that is on no list. */
function itLosesNothing<Arrived>(
  kind: string,
  things: readonly RecordedThing[],
  list: FieldList<Arrived>,
  map: (thing: object, parent: object | null) => Arrived,
): void {
  it(`loses nothing of ${kind}`, () => {
    for (const { file, thing, parent } of things) {
      try {
        expectNothingLost(list, thing, map(thing, parent))
      } catch (error) {
        throw new Error(`${file}: ${(error as Error).message}\n${JSON.stringify(thing).slice(0, 300)}`, {
          cause: error,
        })
      }
    }
  })
}

/** What becomes of a thing that has to become something. */
function drafted<Draft>({
  draft,
  reason,
}: {
  readonly draft: Draft | null
  readonly reason: string | null
}): Draft {
  if (draft === null) throw new Error(reason ?? 'neither a draft nor a reason')
  return draft
}

describeRecorded('the way of recorded answers into our words', () => {
  it.each(['setlistfm', 'ticketmaster', 'spotify', 'musicbrainz'])(
    'has something to show for %s',
    (service) => {
      expect(recordedThings(service, (thing) => 'id' in thing || 'mbid' in thing).length).toBeGreaterThan(0)
    },
  )

  describe('from setlist.fm', () => {
    itLosesNothing(
      'artists',
      recordedThings('setlistfm', (_, __, key) => key === 'artist').concat(
        recordedThings('setlistfm', (thing, parent) => 'sortName' in thing && parent === null),
      ),
      setlistfm.artistFields,
      (thing) => drafted(fromSetlistfm(SetlistfmArtist.parse(thing), { at })),
    )
    itLosesNothing(
      'halls',
      recordedThings('setlistfm', (thing, _, key) => key === 'venue' && 'name' in thing),
      setlistfm.hallFields,
      (thing) => drafted(toHallDraft(SetlistfmVenue.parse(thing), { at })),
    )
    itLosesNothing(
      'setlists',
      recordedThings('setlistfm', (thing) => 'eventDate' in thing),
      setlistfm.setlistFields,
      (thing) => {
        const setlist = SetlistfmSetlist.parse(thing)
        return {
          setlist: toSetlistDraft(setlist, { at, showId: 'sho_1', artistId: 'art_1' }),
          show: drafted(toPastShowDraft(setlist, { at, venueId: 'ven_1', artistId: 'art_1' })),
        }
      },
    )
  })

  describe('from Ticketmaster', () => {
    itLosesNothing(
      'attractions',
      recordedThings('ticketmaster', isOf('attraction')),
      ticketmaster.attractionFields,
      (thing) => {
        const attraction = TicketmasterAttraction.parse(thing)
        return { artist: drafted(fromTicketmaster(attraction, { at })), links: externalLinksOf(attraction) }
      },
    )
    itLosesNothing(
      'venues',
      recordedThings('ticketmaster', isOf('venue')),
      ticketmaster.venueFields,
      (thing) => drafted(toVenueDraft(TicketmasterVenue.parse(thing), { at })),
    )
    itLosesNothing(
      'places',
      recordedThings(
        'ticketmaster',
        (thing, _, key) => key === 'place' && ('name' in thing || 'address' in thing),
      ),
      ticketmaster.placeFields,
      (_, event) =>
        drafted(toVenueDraftOf({ ...TicketmasterEvent.parse(event), _embedded: undefined }, { at })),
    )
    itLosesNothing(
      'events',
      recordedThings('ticketmaster', isOf('event')),
      ticketmaster.eventFields,
      (thing) => drafted(toShowDraft(TicketmasterEvent.parse(thing), { at, venueId: 'ven_1' })),
    )
  })

  describe('from Spotify', () => {
    const hasTracks = (album: object) => 'tracks' in album
    itLosesNothing(
      'artists',
      recordedThings('spotify', (thing) => isOf('artist')(thing) && 'images' in thing),
      spotify.artistFields,
      (thing) => fromSpotify(SpotifyArtist.parse(thing), { at }),
    )
    itLosesNothing(
      'tracks',
      recordedThings(
        'spotify',
        (thing) => isOf('track')(thing) && 'duration_ms' in thing && Boolean((thing as SpotifyTrack).name),
      ),
      spotify.trackFields,
      (thing) => toTrack(SpotifyTrack.parse(thing)),
    )
    itLosesNothing(
      'albums, which their tracks tell of',
      recordedThings('spotify', (thing) => isOf('album')(thing) && hasTracks(thing)),
      spotify.albumFields,
      (thing) => {
        const album = SpotifyAlbum.parse(thing)
        return toTrack(SpotifyAlbumTrack.parse(album.tracks!.items[0]), album)
      },
    )
    itLosesNothing(
      'albums that a track tells of',
      recordedThings(
        'spotify',
        (thing, parent, key) => key === 'album' && isOf('album')(thing) && parent !== null,
      ),
      spotify.albumFields,
      (_, track) => toTrack(SpotifyTrack.parse(track)),
    )
  })

  describe('from MusicBrainz', () => {
    itLosesNothing(
      'artists',
      recordedThings(
        'musicbrainz',
        (thing, _, key) => 'sort-name' in thing && (key === '' || key === 'artists'),
      ),
      musicbrainz.artistFields,
      (thing) => fromMusicbrainz(MusicbrainzArtist.parse(thing), { at }),
    )
  })
})
