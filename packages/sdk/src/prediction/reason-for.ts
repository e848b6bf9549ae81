interface Evening {
  readonly tour: string | null
  readonly played: ReadonlySet<number>
}

const recent = 10
/** A tour younger than that says less than the shows before it. */
const youngTour = 3
/** A song played less often than at this share of the shows comes and goes. */
const often = 0.3

/**
 * Why a song is expected, in the words of a reader: how often it was played lately, on this tour if that says enough;
 * for a song that comes and goes, how often it comes and how long it has been away.
 *
 * @param past in the order of the shows.
 */
export function reasonFor(song: number, past: readonly Evening[], tour: string | null): string {
  const ofTour = tour === null ? [] : past.filter((evening) => evening.tour === tour).slice(-recent)
  const onTour = ofTour.length >= youngTour
  const evenings = onTour ? ofTour : past.slice(-recent)
  const isPlayed = ({ played }: Evening) => played.has(song)
  const plays = evenings.filter(isPlayed).length
  if (plays > 0 && plays >= often * evenings.length) {
    return `played at ${share(plays, evenings.length)}${onTour ? ' of this tour' : ''}`
  }
  const times = past.filter(isPlayed).length
  const first = past.findIndex(isPlayed)
  const last = past.findLastIndex(isPlayed)
  const lastTime = last === past.length - 1 ? 'at the last show' : `${past.length - last} shows ago`
  if (times === 1) return `played once, ${lastTime}`
  if (times === 2) return `played twice, last time ${lastTime}`
  const interval = Math.max(2, Math.round((last - first) / (times - 1)))
  return `played about every ${interval} shows, last time ${lastTime}`
}

const share = (plays: number, shows: number): string =>
  shows === 1 ? 'the last show' : `${plays} of the last ${shows} shows`
