import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMedley } from '../../src/matching/split-medley.ts'
import { parseTitle, songTitleKey } from '../../src/matching/title.ts'
import type { VersionKind } from '../../src/matching/version-words.ts'

describe('titles that only look like versions', () => {
  it.each([
    'Take Five',
    'Live and Let Die',
    'Paper Cut',
    'Rough Mix',
    'Demolition Man',
    "(I Can't Get No) Satisfaction",
    'Edit the Sad Parts',
    'Live Forever',
    'Remix to Ignition',
    'Acoustic Guitar',
    'The Mixed Tape',
    'Instrumental',
    'Long Live',
    'Live',
    '(Live)',
    'Voodoo Child (Slight Return)',
    'Running Up That Hill (A Deal With God)',
    'Untitled #7 – Dauðalagið',
    'Toe Cutter - Thumb Buster',
    '715 - CREEKS',
    'Poetas de karaoke (mundo)',
    'Party Can (Do You Want to Live?)',
    'Blue Rondo à la Turk - Take Five',
    'Dance (Live in the Moment)',
    'Déjà vu (Reprise)',
    'Dragons Ear - Part 1 & Part 2',
    'Forever (Live Your Life)',
    'Tin Pan Alley (AKA Roughest Place in Town)',
    'No Small Feat',
  ])('%s stays whole', (title) => {
    expect(parseTitle(title)).toMatchObject({ base: title, versions: [], featuring: [] })
  })
})

const known: readonly (readonly [string, string, readonly VersionKind[]])[] = [
  ['Superstition - Live', 'Superstition', ['live']],
  ['Song (Live)', 'Song', ['live']],
  ['Song [Live at Wembley ’86]', 'Song', ['live']],
  ['Song - Live in Paris, 1971', 'Song', ['live']],
  ['Song - Live / Remastered', 'Song', ['live', 'remaster']],
  ['Song - BBC Live/ Top Gear/ London/ 1969', 'Song', ['live']],
  [
    'Intro - Ken Dashow / John Hammond - Live at Carnegie Hall - October 1984',
    'Intro - Ken Dashow / John Hammond',
    ['live'],
  ],
  ['Song (En Vivo)', 'Song', ['live']],
  ['Song – Ao Vivo', 'Song', ['live']],
  ['Song (MTV Unplugged)', 'Song', ['live', 'acoustic']],
  ['Song (John Peel Session)', 'Song', ['live']],
  ['Song (Acoustic)', 'Song', ['acoustic']],
  ['Song - Versión Acústica', 'Song', ['acoustic']],
  ['Song - Piano Version', 'Song', ['acoustic']],
  ['Song - Home Demo Take 2', 'Song', ['demo']],
  ['Song - Outtake With Drums', 'Song', ['demo']],
  ['Song (Rough Mix)', 'Song', ['demo']],
  ['Song (Remix)', 'Song', ['remix']],
  ['Song - Venetian Mix', 'Song', ['remix']],
  ['Song - Sped Up', 'Song', ['remix']],
  ['Song (A Cappella)', 'Song', ['remix']],
  ['Song - Instrumental', 'Song', ['instrumental']],
  ['Song (Karaoke Version)', 'Song', ['karaoke']],
  ['Song (In the Style of Adele)', 'Song', ['karaoke']],
  ['Song - Radio Edit', 'Song', ['edit']],
  ['Song - Single Version', 'Song', ['edit']],
  ['Song - Extended Mix', 'Song', ['edit']],
  ['Song - Commentary', 'Song', ['commentary']],
  ["Song (Taylor's Version)", 'Song', ['re-recorded']],
  ['Song - 2011 Remaster', 'Song', ['remaster']],
  ['Song - 2012 - Remaster', 'Song', ['remaster']],
  ['Song (2018 Stereo Mix)', 'Song', ['remaster']],
  ['Song - Album Version', 'Song', ['edition']],
  ['Song [Bonus Track]', 'Song', ['edition']],
  ['Song - From "Frozen"/Soundtrack Version', 'Song', []],
  ['Song - 1984 Version', 'Song', ['other']],
  ['Song (Spanish Version)', 'Song', ['other']],
]

describe('version words at the end', () => {
  it.each(known.filter(([, , kinds]) => kinds.length > 0))('%s', (title, base, kinds) => {
    const parsed = parseTitle(title)
    expect(parsed.base).toBe(base)
    expect(parsed.versions.map(({ kind }) => kind).sort()).toEqual([...kinds].sort())
  })

  it('keeps the words as they stood', () => {
    expect(parseTitle('Song (Live at Budokan) - 2011 Remaster').versions).toEqual([
      { kind: 'live', text: 'Live at Budokan' },
      { kind: 'remaster', text: '2011 Remaster' },
    ])
  })

  it('keeps the number of a part that stands among them', () => {
    expect(songTitleKey('Elemental Child - Part 2 Take 10')).toBe('elemental child part 2')
    expect(songTitleKey('Song (Live, Pt. II)')).toBe('song part 2')
  })
})

describe('guests in a title', () => {
  it.each([
    ['The Weatherman feat. Joy Malcolm', 'The Weatherman', ['Joy Malcolm']],
    ['Song (feat. A, B & C) - Remix', 'Song', ['A', 'B', 'C']],
    ['Song [ft. Someone]', 'Song', ['Someone']],
    ['Song (with Drake)', 'Song', ['Drake']],
    ['Stay (with You)', 'Stay (with You)', []],
    ['6 ft Under', '6 ft Under', []],
  ])('%s', (title, base, featuring) => {
    expect(parseTitle(title)).toMatchObject({ base, featuring })
  })
})

describe('the key of a song', () => {
  it.each([
    ['Another Brick in the Wall, Pt. 2', 'Another Brick in the Wall Part 2'],
    ['The King of Carrot Flowers, Pts. Two & Three', 'King of Carrot Flowers Pts 2 and 3'],
    ['Shine On You Crazy Diamond (Parts I-V)', 'Shine On You Crazy Diamond (Pts. 1–5)'],
    ['Rock ’n’ Roll', 'Rock & Roll'],
    ['T.L.C. (TURNSTILE LOVE CONNECTION)', 'TLC (Turnstile Love Connection)'],
    ['100,000 Years', '100000 Years'],
    ['Do You Love Me?', 'Do You Love Me'],
    ['First Love/Late Spring', 'First Love / Late Spring'],
    ['Dance (A$$)', 'Dance (Ass)'],
  ])('%s is %s', (a, b) => {
    expect(songTitleKey(a)).toBe(songTitleKey(b))
  })

  it.each([
    ['Untouchable, Part 1', 'Untouchable, Part 2'],
    ['Breathe', 'Breathe (Reprise)'],
    ['Untitled #3', 'Untitled #8'],
    ['The End', 'End'],
    ['1+1', '11'],
    ['( )', '[ ]'],
  ])('%s is not %s', (a, b) => {
    expect(songTitleKey(a)).not.toBe(songTitleKey(b))
  })

  it('is never empty unless the title is blank, whatever the title is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()),
        (title) => {
          expect(songTitleKey(title) === '').toBe(title.trim() === '')
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('is the key of the bare title, whatever versions stand behind it', () => {
    const word = fc
      .stringMatching(/^[A-Za-zäöéñש日ж']{1,8}$/u)
      .filter((each) => /\p{L}/u.test(each) && !/^(?:f(?:ea)?t|featuring)$/i.test(each))
    const title = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
    const suffix = fc
      .constantFrom(...known.filter(([, base, kinds]) => base === 'Song' && kinds.length > 0))
      .map(([text]) => text.slice('Song'.length))
    fc.assert(
      fc.property(title, fc.array(suffix, { maxLength: 3 }), (base, suffixes) => {
        expect(parseTitle(base + suffixes.join('')).baseKey).toBe(songTitleKey(base))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('medleys', () => {
  it.each([
    ['Contraption / Soul Desert', ['Contraption', 'Soul Desert']],
    ['Hoops / The Golden Path / Free Yourself', ['Hoops', 'The Golden Path', 'Free Yourself']],
    ['Lover / / Over the Moon', ['Lover', 'Over the Moon']],
    ['AC/DC Bag', ['AC/DC Bag']],
    ['1/2', ['1/2']],
    ['16/12/95', ['16/12/95']],
    ['Beth/Rest', ['Beth/Rest']],
    ['Blood // Water', ['Blood // Water']],
    ['Song (One / Two)', ['Song (One / Two)']],
    ['Song - Live / Remastered', ['Song']],
    ['/', ['/']],
    ['  ', []],
  ])('%s', (name, songs) => {
    expect(splitMedley(name)).toEqual(songs)
  })
})

describe('hostile titles', () => {
  const length = 10_000
  it.each([
    '(',
    ')',
    '((live) ',
    'a (live) ',
    ' - ',
    ' - live',
    ' - x - live',
    'live ',
    'feat. ',
    'a.',
    '1,',
    '!',
    '-',
    ' ',
    'é',
    '\u0301',
    ' / ',
    '(with A',
  ])('takes time in proportion to the length of a title made of %j', (piece) => {
    const title = `a${piece.repeat(length / piece.length)}b`
    const msFor = (text: string) => {
      const runs = Array.from({ length: 5 }, () => {
        const start = performance.now()
        songTitleKey(text)
        splitMedley(text)
        return performance.now() - start
      })
      return Math.min(...runs)
    }
    expect(msFor(title)).toBeLessThan(100)
  })
})
