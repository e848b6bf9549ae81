/** The last of some instants; null when there is none. */
export const latest = (instants: readonly Date[]): Date | null => pick(instants, (one, other) => one > other)

/** The first of some instants; null when there is none. */
export const earliest = (instants: readonly Date[]): Date | null =>
  pick(instants, (one, other) => one < other)

const pick = (instants: readonly Date[], isBetter: (one: Date, other: Date) => boolean): Date | null =>
  instants.reduce<Date | null>((best, each) => (best === null || isBetter(each, best) ? each : best), null)
