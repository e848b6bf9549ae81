import { yearOf } from './calendar.ts'
import type { ArtistPlan } from './make-artists.ts'
import type { Random } from './random.ts'
import { createRecordingStudio, type RecordingStudio, type Take } from './recording-studio.ts'
import { specialTitles, titlesByScript } from './special-titles.ts'
import { createTitleMaker } from './title-maker.ts'
import type { Workshop } from './workshop.ts'
import type { WorldArtist, WorldRelease, WorldSong, WorldStranger, WorldTrack } from './world.ts'

export interface Discography {
  readonly songs: readonly WorldSong[]
  readonly releases: readonly WorldRelease[]
  readonly tracks: readonly WorldTrack[]
}

const albumSize = 11

/**
 * One artist's songs and releases, exactly `amount.tracks` tracks. The first releases are studio albums and what
 * is made of them (singles, deluxe and remaster editions, a live album, a best-of, a box set); a larger amount
 * goes on with albums and concert recordings. An artist whom Spotify does not have gets songs and no releases.
 */
export function makeDiscography(
  shop: Workshop,
  plan: ArtistPlan,
  guests: readonly WorldArtist[],
  strangers: readonly WorldStranger[],
): Discography {
  const { artist, entry } = plan
  const random = shop.random.fork(`${artist.id}/records`)
  const faker = shop.faker(random)
  const scripted = entry.script === undefined ? [] : titlesByScript[entry.script]
  const first =
    entry.scale === 'headliner' ? specialTitles : scripted.map((title) => ({ title, setlistfmTitle: title }))
  const studio = createRecordingStudio({
    shop,
    artist,
    random,
    nextTitle: createTitleMaker(random, faker, first),
    maxTracks: plan.amount.tracks ?? 0,
    label: `${faker.person.lastName()} Records`,
    guests: guests.filter((guest) => guest.id !== artist.id),
  })

  const budget = plan.amount.tracks ?? 0
  const albums = studioAlbums(budget)
  for (let at = 0; at < albums; at++)
    recordAlbum(studio, random, albumDate(shop.today, artist, at, albums, random))
  if (entry.scale === 'headliner' || entry.scale === 'major')
    repackage(studio, random, faker.person.lastName())
  recordSingles(studio, random, entry.scale === 'headliner' ? 5 : 1)
  if (entry.scale === 'headliner') recordBoxSet(studio, random)
  while (studio.room() > 0) fillUp(studio, shop, random, artist)

  for (let at = 0; at < 3; at++)
    studio.writeSong({ recorded: false, coverOf: null, year: yearOf(shop.today) - at })
  for (const coverOf of random.sample(strangers, entry.scale === 'tiny' ? 0 : 3)) {
    studio.writeSong({ recorded: false, coverOf, year: artist.formedYear })
  }
  return studio.result(artist.spotifyId !== null)
}

function studioAlbums(budget: number): number {
  if (budget < albumSize) return 0
  return Math.max(1, Math.min(6, Math.round(budget / 30)))
}

function albumDate(today: string, artist: WorldArtist, at: number, count: number, random: Random): string {
  const thisYear = yearOf(today)
  // The newest album came out last year, so that every tour since knows it.
  const year = Math.round(
    artist.formedYear + 1 + ((thisYear - 2 - artist.formedYear) * at) / Math.max(1, count - 1),
  )
  const month = String(random.int(1, 12)).padStart(2, '0')
  return `${Math.min(year, thisYear - 1)}-${month}-${String(random.int(1, 28)).padStart(2, '0')}`
}

function recordAlbum(studio: RecordingStudio, random: Random, date: string): void {
  const year = yearOf(date)
  const takes = Array.from(
    { length: albumSize },
    (): Take => ({
      song: studio.writeSong({ recorded: true, coverOf: null, year }),
      kind: 'studio',
      withGuest: random.chance(0.08),
    }),
  )
  const title = random.chance(0.5) ? takes[random.int(0, albumSize - 1)]!.song.title : studio.inventTitle()
  studio.release({ title, type: 'album', date, trait: 'studio', takes })
}

/** What labels make of albums: deluxe, remaster, live, best-of. */
function repackage(studio: RecordingStudio, random: Random, place: string): void {
  const albums = studio.releases().filter((release) => release.traits.includes('studio'))
  const oldest = albums[0]
  const newest = albums.at(-1)
  if (oldest === undefined || newest === undefined) return
  const again = (trackIds: readonly string[], kind: Take['kind']) =>
    studio.songsOf(trackIds).map((song): Take => ({ song, kind, withGuest: false }))

  const bonus = random.sample(studio.songsOf(newest.trackIds), 5)
  const bonusKinds = ['demo', 'acoustic', 'remix', 'live', 'instrumental'] as const
  studio.release({
    title: `${newest.title} (Deluxe Edition)`,
    type: 'album',
    date: laterInYear(newest.date, 1),
    trait: 'deluxe',
    takes: [
      ...again(newest.trackIds, 'studio'),
      ...bonus.map((song, at): Take => ({ song, kind: bonusKinds[at]!, withGuest: false })),
    ],
  })
  studio.release({
    title: `${oldest.title} (Remastered)`,
    type: 'album',
    date: laterInYear(oldest.date, 4),
    trait: 'remaster',
    titleVariant: 1,
    takes: again(oldest.trackIds, 'remaster'),
  })
  const best = studio.bestSongs(16)
  studio.release({
    title: `Live at ${place} Hall`,
    type: 'album',
    date: laterInYear(newest.date, 0),
    trait: 'live',
    takes: best.map((song): Take => ({ song, kind: 'live', withGuest: false })),
  })
  studio.release({
    title: `The Best of ${studio.artistName}`,
    type: 'compilation',
    date: laterInYear(newest.date, 0),
    trait: 'best-of',
    titleVariant: 0,
    // The oldest songs come from the remaster.
    takes: best.slice(0, 14).map(
      (song): Take => ({
        song,
        kind: song.year === yearOf(oldest.date) ? 'remaster' : 'studio',
        withGuest: false,
      }),
    ),
  })
}

function recordSingles(studio: RecordingStudio, random: Random, count: number): void {
  const extras = ['instrumental', 'remix', 'karaoke', 'acoustic', 'demo'] as const
  for (const [at, song] of studio.bestSongs(count).entries()) {
    studio.release({
      title: song.title,
      type: 'single',
      date: `${song.year}-0${random.int(1, 9)}-15`,
      trait: 'single',
      takes: [
        { song, kind: at % 2 === 0 ? 'edit' : 'studio', withGuest: false },
        { song, kind: extras[at % extras.length]!, withGuest: false },
      ],
    })
  }
}

function recordBoxSet(studio: RecordingStudio, random: Random): void {
  const kinds = ['demo', 'live', 'acoustic', 'live'] as const
  const songs = random.shuffle(studio.bestSongs(56))
  studio.release({
    title: 'Low Tide, High Tide: The Complete Sessions',
    type: 'compilation',
    date: `${studio.newestYear()}-11-24`,
    trait: 'box-set',
    tracksPerDisc: 20,
    takes: songs.map((song, at): Take => ({ song, kind: kinds[at % kinds.length]!, withGuest: false })),
  })
}

/** One more release towards the wanted number of tracks: now songs, now a concert. */
function fillUp(studio: RecordingStudio, shop: Workshop, random: Random, artist: WorldArtist): void {
  const year = random.int(artist.formedYear, yearOf(shop.today) - 1)
  const date = `${year}-${String(random.int(1, 12)).padStart(2, '0')}-${random.int(10, 28)}`
  if (studio.room() < albumSize) {
    const takes = Array.from(
      { length: Math.min(studio.room(), 4) },
      (): Take => ({
        song: studio.writeSong({ recorded: true, coverOf: null, year }),
        kind: 'studio',
        withGuest: false,
      }),
    )
    studio.release({ title: takes[0]!.song.title, type: 'single', date, trait: 'single', takes })
    return
  }
  if (studio.releases().length % 2 === 0) {
    recordAlbum(studio, random, date)
    return
  }
  studio.release({
    title: `${studio.inventTitle()} (Live)`,
    type: 'album',
    date,
    trait: 'live',
    takes: random
      .sample(studio.bestSongs(60), 18)
      .map((song): Take => ({ song, kind: 'live', withGuest: false })),
  })
}

function laterInYear(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}-12-0${(Number(date.slice(8)) % 9) + 1}`
}
