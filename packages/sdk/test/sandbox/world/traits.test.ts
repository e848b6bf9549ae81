import { describe, expect, it } from 'vitest'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type {
  ArtistTrait,
  EventTrait,
  ReleaseTrait,
  SetlistTrait,
  ShowTrait,
  VenueTrait,
} from '../../../src/sandbox/world/traits.ts'
import type { TrackKind } from '../../../src/sandbox/world/world.ts'

// Records over the unions, so that a new trait without a place here does not compile.
const artistTraits = Object.keys({
  headliner: 1,
  'same-name': 1,
  'many-namesakes': 1,
  tribute: 1,
  'tribute-unmarked': 1,
  tributed: 1,
  'unicode-hebrew': 1,
  'unicode-japanese': 1,
  'unicode-cyrillic': 1,
  'unicode-diacritics': 1,
  'unicode-turkish': 1,
  'symbol-name': 1,
  'slash-name': 1,
  'ampersand-name': 1,
  'city-name': 1,
  'the-name': 1,
  'no-spotify-link': 1,
  'no-musicbrainz-link': 1,
  'no-links': 1,
  'no-spotify-relation': 1,
  'absent-on-ticketmaster': 1,
  'absent-on-setlistfm': 1,
  'absent-on-musicbrainz': 1,
  'absent-on-spotify': 1,
  'support-act': 1,
  'no-shows': 1,
} satisfies Record<Exclude<ArtistTrait, 'many-events'>, 1>)

const showTraits = Object.keys({
  matinee: 1,
  'evening-after-matinee': 1,
  'no-time-announced': 1,
  'no-tour': 1,
  festival: 1,
  'two-day-festival': 1,
  supporting: 1,
  'with-supports': 1,
  cancelled: 1,
  postponed: 1,
  rescheduled: 1,
  'date-to-be-announced': 1,
  'date-to-be-determined': 1,
} satisfies Record<ShowTrait, 1>)

const eventTraits = Object.keys({
  'vip-package': 1,
  resale: 1,
  'two-day-pass': 1,
  festival: 1,
  matinee: 1,
  cancelled: 1,
  canceled: 1,
  postponed: 1,
  rescheduled: 1,
  tba: 1,
  tbd: 1,
  'no-specific-time': 1,
  'place-instead-of-venue': 1,
  'missing-attractions': 1,
  'missing-prices': 1,
  'missing-timezone': 1,
  'missing-status': 1,
  'sale-placeholder': 1,
  'genre-undefined': 1,
  'genre-other': 1,
  'tribute-evening': 1,
  bystander: 1,
} satisfies Record<EventTrait, 1>)

const venueTraits = Object.keys({
  'the-prefix': 1,
  'sponsor-suffix': 1,
  'no-location': 1,
  'stray-spaces': 1,
  'no-name': 1,
  'open-air': 1,
} satisfies Record<VenueTrait, 1>)

const releaseTraits = Object.keys({
  studio: 1,
  deluxe: 1,
  remaster: 1,
  live: 1,
  'best-of': 1,
  single: 1,
  'box-set': 1,
  'various-artists': 1,
  'us-only': 1,
} satisfies Record<ReleaseTrait, 1>)

const setlistTraits = Object.keys({
  'empty-past': 1,
  'empty-future': 1,
  'several-encores': 1,
  'named-sets': 1,
  tape: 1,
  medley: 1,
  cover: 1,
  guest: 1,
  'song-info': 1,
  'unnamed-song': 1,
  'unnamed-tape': 1,
  'no-tour': 1,
  festival: 1,
  'never-recorded': 1,
  'different-spelling': 1,
  incomplete: 1,
} satisfies Record<SetlistTrait, 1>)

const trackKinds = Object.keys({
  studio: 1,
  remaster: 1,
  live: 1,
  demo: 1,
  remix: 1,
  acoustic: 1,
  instrumental: 1,
  karaoke: 1,
  edit: 1,
} satisfies Record<TrackKind, 1>)

const seen = (things: readonly { readonly traits: readonly string[] }[]) =>
  [...new Set(things.flatMap((thing) => thing.traits))].sort()

describe.each([
  [1, 'small'],
  [7, 'small'],
  [2026, 'small'],
  [7, 'medium'],
  [7, 'large'],
] as const)('the world of seed %i, %s', (seed, size) => {
  const world = createWorld({ seed, size, today: '2026-11-21' })
  const mine = world.index.showsByArtist.get('artist-1')!
  const myEvents = world.index.eventsByAttraction.get(world.artists[0]!.attractionId!)!

  it('has every trait of artists', () => {
    expect(seen(world.artists)).toEqual(
      [...artistTraits, ...(size === 'large' ? ['many-events'] : [])].sort(),
    )
  })

  it('has every trait of venues and releases, and every kind of recording', () => {
    expect(seen(world.venues)).toEqual(venueTraits.sort())
    expect(seen(world.releases)).toEqual(releaseTraits.sort())
    expect([...new Set(world.tracks.map((track) => track.kind))].sort()).toEqual(trackKinds.sort())
  })

  it('shows every oddity of shows and listings in the calendar of the headliner', () => {
    expect(seen(mine)).toEqual(showTraits.sort())
    const without = ['missing-attractions', 'tribute-evening', 'bystander']
    expect(seen(myEvents)).toEqual(eventTraits.filter((trait) => !without.includes(trait)).sort())
    expect(seen(world.events)).toEqual(eventTraits.sort())
  })

  it('shows every oddity of setlists in the past of the headliner', () => {
    expect(seen(world.index.setlistsByArtist.get('artist-1')!)).toEqual(setlistTraits.sort())
  })
})

describe('the traits of a small world', () => {
  const world = createWorld({ seed: 7, today: '2026-11-21' })
  const withTrait = (trait: ArtistTrait) => world.artists.filter((artist) => artist.traits.includes(trait))

  it('has three artists of one name, of different genres, the first of them linked', () => {
    const same = withTrait('same-name')
    expect(new Set(same.map((artist) => artist.name)).size).toBe(1)
    expect(new Set(same.map((artist) => artist.genre.genre.name)).size).toBe(3)
    expect(same.map((artist) => artist.links.ticketmasterToSpotify)).toEqual([true, false, false])
  })

  it('has one artist with twenty namesakes', () => {
    const same = withTrait('many-namesakes')
    expect(new Set(same.map((artist) => artist.name)).size).toBe(1)
    expect(same).toHaveLength(21)
  })

  it('is known where it should be and not where it should not', () => {
    expect(withTrait('absent-on-spotify')[0]?.spotifyId).toBeNull()
    expect(withTrait('absent-on-ticketmaster')[0]?.attractionId).toBeNull()
    expect(withTrait('absent-on-setlistfm')[0]).toMatchObject({ onSetlistfm: false, onMusicbrainz: true })
    expect(withTrait('absent-on-musicbrainz')[0]).toMatchObject({ onSetlistfm: false, onMusicbrainz: false })
  })

  it('releases one recording several times under one ISRC, and a remaster under another', () => {
    const song = world.tracks.find((track) => track.kind === 'remaster')!.songId
    const recordings = world.tracks.filter((track) => track.songId === song)
    const codes = (kind: TrackKind) =>
      new Set(recordings.filter((track) => track.kind === kind).map((track) => track.isrc))
    expect(codes('studio').size).toBe(1)
    expect(codes('remaster').size).toBe(1)
    expect(codes('studio')).not.toEqual(codes('remaster'))
    const deluxe = world.releases.find((release) => release.traits.includes('deluxe'))!
    const first = world.index.trackById.get(deluxe.trackIds[0]!)!
    expect(world.index.tracksByIsrc.get(first.isrc)!.length).toBeGreaterThan(1)
  })

  it('has a box set that does not fit into one page of tracks', () => {
    const box = world.releases.find((release) => release.traits.includes('box-set'))!
    expect(box.trackIds.length).toBeGreaterThan(50)
    const last = world.index.trackById.get(box.trackIds.at(-1)!)!
    expect(last.disc).toBe(3)
    expect(last.number).toBeLessThanOrEqual(20)
  })

  it('writes version words into the middle of titles and brackets in front', () => {
    const titles = world.songs.filter((song) => song.artistId === 'artist-1').map((song) => song.title)
    for (const title of [
      'Take Five Steps',
      'Live and Let Drift',
      'Paper Cut Lullaby',
      "(I Can't Keep) The Tide Away",
      '4:44',
    ]) {
      expect(titles).toContain(title)
    }
    const shown = world.tracks
      .filter((track) => track.artistIds[0] === 'artist-1')
      .map((track) => track.title)
    expect(shown.some((title) => / - \d{4} Remaster$/.test(title))).toBe(true)
    expect(shown.some((title) => title.endsWith(' (Remastered)'))).toBe(true)
    expect(shown.some((title) => title.includes('(feat. '))).toBe(true)
    expect(shown.some((title) => / - Live| \(Live\)/.test(title))).toBe(true)
  })

  it('has a live album whose titles do not say so', () => {
    const live = world.releases.find(
      (release) => release.traits.includes('live') && release.artistIds[0] === 'artist-1',
    )!
    const tracks = live.trackIds.map((id) => world.index.trackById.get(id)!)
    expect(tracks.every((track) => track.kind === 'live' && !track.title.endsWith('Live'))).toBe(true)
  })

  it('has more events of one artist than can be paged through, at large', () => {
    const large = createWorld({ seed: 7, size: 'large', today: '2026-11-21' })
    const artist = large.artists.find((other) => other.traits.includes('many-events'))!
    expect(large.index.eventsByAttraction.get(artist.attractionId!)!.length).toBeGreaterThan(1250)
  })
})
