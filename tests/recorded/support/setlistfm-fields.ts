import type { ArtistDraft, SetlistDraft, ShowDraft, VenueDraft } from '@setvote/sdk/storage'
import { expect } from 'vitest'
import { linesOf } from './expected-setlist.ts'
import { type FieldList, instant, same, text } from './field-list.ts'
import type { RecordedSetlist } from './recorded-setlists.ts'
import { dayOf } from './setlistfm-archive.ts'

export const artistFields: FieldList<ArtistDraft> = {
  read: {
    mbid: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    name: text(({ name }) => name),
    sortName: text(({ sortName }) => sortName),
    disambiguation: text(({ disambiguation }) => disambiguation),
    url: text(({ source }) => source.url),
  },
  ignored: { tmid: 'a number of the ticket site, for looking up artists; no id of its API' },
}

export const hallFields: FieldList<VenueDraft> = {
  read: {
    id: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    name: text(({ name }) => name),
    url: text(({ url }) => url),
    'city.name': text(({ city }) => city),
    'city.state': text(({ state }) => state),
    'city.stateCode': text(({ stateCode }) => stateCode),
    'city.country.code': text(({ countryCode }) => countryCode),
    'city.country.name': text(({ country }) => country),
    'city.coords.lat': same(({ cityCoordinates }) => cityCoordinates?.latitude),
    'city.coords.long': same(({ cityCoordinates }) => cityCoordinates?.longitude),
  },
  ignored: { 'city.id': 'cities are not things of ours' },
}

export interface ArrivedSetlist {
  readonly setlist: SetlistDraft
  readonly show: ShowDraft
}

/** What arrived of each line. */
const told = ({ setlist }: ArrivedSetlist) =>
  (setlist.songs ?? []).map(({ title, part, tape, medley, originalArtist, guest, info }) => {
    return { title, part, tape, medley, originalArtist, guest, info }
  })

export const setlistFields: FieldList<ArrivedSetlist> = {
  read: {
    id: ({ setlist, show }, id) => {
      const own = [{ service: 'setlistfm', id }]
      expect([setlist.externalIds, show.externalIds]).toEqual([own, own])
    },
    versionId: text(({ setlist }) => setlist.versionId),
    eventDate: ({ setlist, show }, _, thing) => {
      const day = dayOf(thing as RecordedSetlist)
      expect([setlist.localDate, show.localDate]).toEqual([day, day])
    },
    lastUpdated: instant(({ setlist }) => setlist.editedAt),
    'artist.name': text(({ show }) => show.lineup?.map(({ name }) => name)),
    'artist.mbid': same(({ show }) => show.lineup?.map(({ mbid }) => mbid)),
    'tour.name': ({ setlist, show }, name) => {
      text(() => setlist.tour)(null, name, null)
      text(() => show.tour)(null, name, null)
    },
    info: text(({ setlist }) => setlist.info),
    url: text(({ setlist }) => setlist.url),
    'sets.set[].name': (arrived, _, thing) =>
      expect(told(arrived)).toEqual(linesOf(thing as RecordedSetlist)),
    'sets.set[].encore': (arrived, _, thing) =>
      expect(told(arrived)).toEqual(linesOf(thing as RecordedSetlist)),
    'sets.set[].song[].name': (arrived, _, thing) =>
      expect(told(arrived)).toEqual(linesOf(thing as RecordedSetlist)),
    'sets.set[].song[].tape': same((arrived) => told(arrived).map(({ tape }) => tape)),
    'sets.set[].song[].info': text((arrived) => told(arrived).map(({ info }) => info)),
    'sets.set[].song[].cover.name': text((arrived) =>
      told(arrived).map(({ originalArtist }) => originalArtist?.name),
    ),
    'sets.set[].song[].cover.mbid': same((arrived) =>
      told(arrived).map(({ originalArtist }) => originalArtist?.mbid),
    ),
    'sets.set[].song[].with.name': text((arrived) => told(arrived).map(({ guest }) => guest)),
  },
  ignored: {
    artist: 'on the list of artists',
    venue: 'on the list of halls',
    'sets.set[].song[].cover': 'whose song it is has a name and a MusicBrainz id',
    'sets.set[].song[].with': 'a guest has a name',
    lastFmEventId: 'a number of a site that has no such pages any more',
  },
}
