import type { Night } from './play-night.ts'
import { formatMs, type Section } from './section.ts'
import { textTable } from './text-table.ts'

/** The songs that are expected at the next show, in their order, and why. */
export function predictionSection({ prediction, whyNot }: Night): Section {
  if (!prediction) return { title: 'Predicted setlist', lines: [`none: ${whyNot}`] }
  const { show, venue, setlist, basis, milliseconds } = prediction
  const place = [show.localDate, [venue?.name, venue?.city].filter(Boolean).join(', ')].filter(Boolean)
  const rows = setlist.songs.map(({ position, title, probability, reason, part }) => [
    position + 1,
    title,
    `${Math.round(100 * (probability ?? 0))} %`,
    [part.encore ? 'encore' : '', reason ?? ''].filter(Boolean).join('; '),
  ])
  return {
    title: `Predicted setlist (from ${basis === 'setlists' ? 'past setlists' : 'the catalog'}, in ${formatMs(milliseconds)})`,
    lines: [`The next show, ${place.join(' at ') || show.name}:`, ...textTable(rows)],
  }
}
