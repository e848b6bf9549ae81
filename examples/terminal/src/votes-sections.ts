import type { VoteAudit } from '@setvote/sdk'
import { type Night, perDay } from './play-night.ts'
import { formatCount, formatMs, type Section } from './section.ts'
import { textTable } from './text-table.ts'
import { type CountedRush, castIn, ratePerSecond } from './vote-in-a-rush.ts'

const shownSongs = 10
const shownDifferences = 10
const longestBar = 24

/** How the rush went, what came out, and whether every count is right. */
export function votesSections({ rush }: Night): Section[] {
  if (!rush) return [{ title: 'Votes', lines: ['none'] }]
  const { fans, milliseconds } = rush
  return [
    {
      title: `Votes (${formatCount(fans)} fans, ${formatCount(castIn(rush))} ballots in ${formatMs(milliseconds)}: ${formatCount(ratePerSecond(rush))} a second)`,
      lines: outcomeLines(rush),
    },
    {
      title: `Tally (${formatCount(rush.tally.reduce((sum, { upvotes }) => sum + upvotes, 0))} votes)`,
      lines: tallyLines(rush),
    },
    {
      title: `Audit (${formatCount(rush.audit.ballots)} ballots in storage, in ${formatMs(rush.auditMs)})`,
      lines: auditLines(rush.audit),
    },
  ]
}

function outcomeLines({ outcomes }: CountedRush): string[] {
  const meanings = [
    [outcomes.counted, 'counted'],
    [outcomes['already-cast'], 'had been cast before'],
    [outcomes['limit-reached'], `over the daily limit of ${perDay}`],
    [outcomes.quarantined, 'in quarantine'],
    [outcomes.locked, 'too late'],
    [outcomes['not-found'], 'for no song'],
  ] as const
  // The first three are always of interest, the others only when there are any.
  const lines = meanings
    .filter(([count], index) => count > 0 || index < 3)
    .map(([count, meaning]) => [formatCount(count), meaning] as const)
  const width = Math.max(...lines.map(([count]) => count.length))
  const isSecondRush = outcomes.counted === 0 && outcomes['already-cast'] > 0
  return [
    ...lines.map(([count, meaning]) => `${count.padStart(width)}  ${meaning}`),
    ...(isSecondRush ? ['These fans have voted here before, and no ballot counts twice.'] : []),
  ]
}

function tallyLines({ tally }: CountedRush): string[] {
  const most = Math.max(1, ...tally.map(({ upvotes }) => upvotes))
  const rows = tally
    .slice(0, shownSongs)
    .map(({ title, upvotes }) => [title, upvotes, '█'.repeat(Math.round((longestBar * upvotes) / most))])
  const more = tally.length > rows.length ? [`and ${tally.length - rows.length} more songs`] : []
  return [...textTable(rows), ...more]
}

function auditLines({ status, differences }: VoteAudit): string[] {
  if (status === 'exact') return ['clean: every count is that of the ballots']
  const rows = differences
    .slice(0, shownDifferences)
    .map(({ subject, id, counted, actual }) => [subject, id, `counted ${counted}`, `ballots ${actual}`])
  const more = differences.length > rows.length ? [`and ${differences.length - rows.length} more`] : []
  return [`NOT clean: ${differences.length} counts differ from the ballots`, ...textTable(rows), ...more]
}
