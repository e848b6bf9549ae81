import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchArtist } from '../../src/matching/match-artist.ts'
import { matchSong } from '../../src/matching/match-song.ts'
import { matchVenue } from '../../src/matching/match-venue.ts'
import type { Verdict } from '../../src/matching/verdict.ts'

const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined })
const list = (...values: string[]) => optional(fc.subarray(values))
const externalIds = optional(
  fc.array(
    fc.record({
      service: fc.constantFrom('spotify', 'ticketmaster', 'setlistfm', 'musicbrainz'),
      id: fc.constantFrom('1', '2'),
    }),
    { maxLength: 3 },
  ),
)
const coordinates = optional(
  fc.record({
    latitude: fc.constantFrom(52.5, 52.501, 48.1),
    longitude: fc.constantFrom(13.4, 13.402, 11.6),
  }),
)

const artist = fc.record({
  name: fc.constantFrom(
    'Nirvana',
    'NIRVANA',
    'Nirvana Tribute',
    'Nirvanas',
    'AC/DC',
    'ACDC',
    'Кино',
    '!!!',
    '',
  ),
  aliases: list('Kino', 'Nirvana', 'AC⚡DC'),
  externalIds,
  genres: list('grunge', 'Rock', 'techno', 'Other', 'classical'),
  disambiguation: optional(fc.constantFrom('US grunge band', '60s band from the UK', 'tribute band')),
  countryCode: optional(fc.constantFrom('US', 'gb')),
  songTitles: list('Lithium', 'Breed', 'Polly - Live', 'Polly'),
  isrcs: list('USGF19942501', 'usgf19942501'),
  shows: list('2026-11-21 fillmore'),
})
const venue = fc.record({
  name: fc.constantFrom(
    'The Garage',
    'Garage',
    'Upstairs at The Garage',
    'Garage Upstairs',
    'Garage Main Room',
    'Private Venue',
    'O2 Arena',
    '',
  ),
  aliases: list('Garage', 'O2'),
  externalIds,
  city: optional(fc.constantFrom('Berlin', 'Berlin 9', 'München', 'Munich')),
  stateCode: optional(fc.constantFrom('BE', 'BY')),
  countryCode: optional(fc.constantFrom('DE', 'US')),
  coordinates,
  cityCoordinates: coordinates,
})
const song = fc.record({
  title: fc.constantFrom(
    'Time',
    'Time - Live',
    'Time (Remastered)',
    'Time / Money',
    'Time, Part 1',
    'Time, Pt. 2',
    'Time (Reprise)',
    'Times',
    '!!!',
    '',
  ),
  albumName: optional(fc.constantFrom('Live at Pompeii', 'Pulse', 'The Remixes')),
  artists: list('Pink Floyd', 'Hans Zimmer'),
  isrc: optional(fc.constantFrom('GBN9Y1100088', 'GB-N9Y-11-00088', 'USWB10000001')),
  durationMs: optional(fc.constantFrom(413_000, 414_000, 480_000)),
  externalIds,
})

const summary = ({ outcome, score, reasons }: Verdict) => ({
  outcome,
  score,
  codes: reasons.map(({ code, weight }) => `${code} ${weight}`),
})

it('judges two artists alike in either order', () => {
  fc.assert(
    fc.property(artist, artist, (a, b) => {
      expect(summary(matchArtist(a, b))).toEqual(summary(matchArtist(b, a)))
    }),
    { numRuns: 3000 },
  )
})

it('judges two venues alike in either order', () => {
  fc.assert(
    fc.property(venue, venue, (a, b) => {
      expect(summary(matchVenue(a, b))).toEqual(summary(matchVenue(b, a)))
    }),
    { numRuns: 3000 },
  )
})

it('judges two songs alike in either order', () => {
  fc.assert(
    fc.property(song, song, (a, b) => {
      expect(summary(matchSong(a, b))).toEqual(summary(matchSong(b, a)))
      expect(matchSong(a, b).relation).toBe(matchSong(b, a).relation)
    }),
    { numRuns: 3000 },
  )
})

it('never calls two artists the same by their names alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(matchArtist({ name: a }, { name: b }).outcome).not.toBe('same')
      expect(matchArtist({ name: a }, { name: a }).outcome).not.toBe('same')
    }),
  )
})
