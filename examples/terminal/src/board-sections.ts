import type { TrendingFactors } from '@setvote/sdk'
import type { Night } from './play-night.ts'
import type { Board } from './refresh-board.ts'
import { formatCount, formatMs, type Section } from './section.ts'
import { textTable } from './text-table.ts'

/** Both boards, and why each thing is where it is. */
export function boardSections({ board }: Night): Section[] {
  if (!board) return []
  return [
    {
      title: `Trending artists (${board.changed} of ${board.ranked} scores changed in ${formatMs(board.milliseconds)})`,
      lines: [...elsewhereLines(board), ...artistLines(board)],
    },
    { title: 'Trending shows', lines: showLines(board) },
  ]
}

function elsewhereLines({ elsewhere }: Board): string[] {
  if (!elsewhere || elsewhere.artists === 0) return []
  const { artists, ballots } = elsewhere
  return [
    `For company, ${artists} more artists were imported, and smaller crowds cast ${formatCount(ballots)} ballots.`,
  ]
}

function artistLines({ artists }: Board): string[] {
  const rows = artists.map(({ rank, name, score, factors }) => [
    rank,
    name,
    score.toFixed(1),
    listOf([
      ...activity(factors),
      counted(factors.upcomingShows, 'show to come', 'shows to come'),
      counted(factors.recentShows, 'recent show', 'recent shows'),
      counted(factors.followers, 'follower', 'followers'),
      popularity(factors),
    ]),
  ])
  return rows.length > 0 ? textTable(rows) : ['none']
}

function showLines({ shows }: Board): string[] {
  const rows = shows.map(({ rank, show, score, factors }) => [
    rank,
    show.localDate ?? show.dateStatus,
    show.lineup[0]?.name ?? show.name,
    score.toFixed(1),
    listOf([
      ...activity(factors),
      factors.upcomingShows > 0 ? 'to come' : '',
      factors.recentShows > 0 ? 'recent' : '',
      counted(factors.followers, 'fan going', 'fans going'),
      popularity(factors),
    ]),
  ])
  return rows.length > 0 ? textTable(rows) : ['none']
}

const activity = ({ recentVotes, activeFans }: TrendingFactors): string[] => [
  counted(Math.round(recentVotes), 'recent vote', 'recent votes'),
  counted(activeFans, 'active fan', 'active fans'),
]

const popularity = (factors: TrendingFactors): string =>
  factors.popularity > 0 ? `popularity ${Math.round(factors.popularity)}` : ''

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${formatCount(count)} ${count === 1 ? one : many}`

const listOf = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(', ')
