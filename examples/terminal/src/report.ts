import {
  type Artist,
  attributionsOf,
  type ImportLedger,
  idsAt,
  LedgerKind,
  type LedgerLine,
  type Setlist,
  type SetlistSong,
  type Show,
} from '@setvote/sdk'
import { boardSections } from './board-sections.ts'
import type { DemoResult } from './demo-result.ts'
import { predictionSection } from './prediction-section.ts'
import type { Stored } from './read-stored.ts'
import type { Section } from './section.ts'
import { serviceNames, services } from './service-names.ts'
import { textTable } from './text-table.ts'
import { votesSections } from './votes-sections.ts'

const shownShows = 8

const kinds = LedgerKind.options

/** The result as text, for people. `heading` decorates the titles. */
export function report(result: DemoResult, heading: (title: string) => string): string {
  const { stored, run, night } = result
  const sections = [
    ...(stored
      ? [artistSection(stored.artist), showsSection(stored), songsSection(stored), setlistsSection(stored)]
      : []),
    ledgerSection(run.ledger),
    callsSection(result),
    ...(night ? [predictionSection(night), ...votesSections(night), ...boardSections(night)] : []),
    ...(stored ? [creditsSection(stored)] : []),
  ]
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => `${heading(title)}\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
    .join('\n')
}

function artistSection(artist: Artist): Section {
  // setlist.fm knows artists by their MusicBrainz ids.
  const at = {
    Spotify: 'spotify',
    Ticketmaster: 'ticketmaster',
    'MusicBrainz, setlist.fm': 'musicbrainz',
  } as const
  const ids = Object.entries(at).map(([name, service]) => [
    name,
    idsAt(artist, service).join(', ') || 'unknown',
  ])
  return {
    title: artist.disambiguation ? `${artist.name} (${artist.disambiguation})` : artist.name,
    lines: textTable([['genres', artist.genres.join(', ') || 'unknown'], ...ids]),
  }
}

function showsSection({ upcoming, counts, venueOf }: Stored): Section {
  const rows = upcoming.slice(0, shownShows).map((show) => {
    const venue = venueOf(show)
    return [
      show.localDate ?? show.dateStatus,
      show.localTime?.slice(0, 5) ?? '',
      show.status,
      venue?.city ?? 'unknown',
      venue?.name ?? show.name,
    ]
  })
  const more = upcoming.length > rows.length ? [`and ${upcoming.length - rows.length} more`] : []
  return {
    title: `Next shows (${upcoming.length} to come, ${counts.shows} in storage, ${counts.venues} venues)`,
    lines: rows.length > 0 ? [...textTable(rows), ...more] : ['none'],
  }
}

function songsSection({ counts, songsByKind }: Stored): Section {
  const kinds = Object.entries(songsByKind).toSorted(([, a], [, b]) => b - a)
  return {
    title: `Songs (${counts.songs} in storage)`,
    lines: kinds.length > 0 ? [kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')] : ['none'],
  }
}

function setlistsSection({ counts, latestSetlist, venueOf }: Stored): Section {
  const title = `Past setlists (${counts.setlists} in storage)`
  if (!latestSetlist) return { title, lines: ['none with songs'] }
  const { setlist, show } = latestSetlist
  const venue = show && venueOf(show)
  const place = venue ? [venue.name, venue.city].filter(Boolean).join(', ') : 'an unknown place'
  const tour = setlist.tour ? `, ${setlist.tour}` : ''
  return {
    title,
    lines: [`The latest, ${setlist.localDate} at ${place}${tour}:`, ...songLines(setlist)],
  }
}

function songLines({ songs }: Setlist): string[] {
  const partOf = ({ part: { name, encore } }: SetlistSong) =>
    encore ? `Encore${encore > 1 ? ` ${encore}` : ''}` : (name ?? '')
  const lines: string[] = []
  let part = ''
  for (const song of songs) {
    if (partOf(song) !== part) {
      part = partOf(song)
      lines.push(`    ${part || 'Main set'}`)
    }
    const notes = [
      song.tape ? 'from tape' : null,
      song.originalArtist ? `by ${song.originalArtist.name}` : null,
      song.guest ? `with ${song.guest}` : null,
    ].filter((note) => note !== null)
    const title = song.title === '' ? '(unknown song)' : song.title
    lines.push(
      `${String(song.position + 1).padStart(2)}  ${title}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
    )
  }
  return lines
}

function ledgerSection({ lines, gaps }: ImportLedger): Section {
  const order = ({ kind, service }: LedgerLine) =>
    kinds.indexOf(kind) * services.length + services.indexOf(service)
  const sorted = lines.toSorted((a, b) => order(a) - order(b))
  const rows = sorted.map(({ kind, service, expected, fetched, stored, skipped }) => [
    kind,
    serviceNames[service],
    expected ?? '?',
    fetched,
    stored,
    Object.entries(skipped)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(', '),
  ])
  const header = ['kind', 'service', 'expected', 'fetched', 'stored', 'skipped']
  return {
    title: gaps.length === 0 ? 'Ledger (no gaps)' : `Ledger (${gaps.length} gaps)`,
    lines: [
      ...(rows.length > 0 ? textTable([header, ...rows]) : []),
      ...gaps.map(
        ({ kind, service, reason, message, retryAt }) =>
          `gap: ${kind} at ${serviceNames[service]}, ${reason}: ${message}${retryAt ? `, try again at ${retryAt.toISOString()}` : ''}`,
      ),
    ],
  }
}

function callsSection({ requests, estimate, problem, phase1Ms, totalMs }: DemoResult): Section {
  const rows = services.map((service) => [
    serviceNames[service],
    estimate?.calls[service] ?? '?',
    requests[service],
  ])
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const page = phase1Ms === null ? '' : `The artist's page was stored after ${seconds(phase1Ms)}. `
  const pace = estimate
    ? `; the services' paces allow the whole in ${seconds(estimate.atLeastMs)} at best`
    : ''
  return {
    title: 'Calls',
    lines: [
      ...textTable([['service', 'estimated', 'made'], ...rows]),
      ...(problem ? [`No estimate: ${problem}`] : []),
      `${page}The import ended after ${seconds(totalMs)}${pace}.`,
    ],
  }
}

/** Each service that anything shown comes from, once. setlist.fm's link leads to the setlist that is shown. */
function creditsSection({ artist, upcoming, latestSetlist }: Stored): Section {
  const shown: readonly (Artist | Show | Setlist)[] = [
    ...(latestSetlist ? [latestSetlist.setlist] : []),
    artist,
    ...upcoming.slice(0, shownShows),
  ]
  const credits = new Map(
    shown
      .flatMap(attributionsOf)
      .toReversed()
      .map((credit) => [credit.service, credit]),
  )
  return { title: 'Credits', lines: [...credits.values()].map(({ text, url }) => `${text}: ${url}`) }
}
