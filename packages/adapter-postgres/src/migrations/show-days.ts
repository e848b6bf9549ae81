/** The UTC day of a show, as the trending factors see it. */
export const dayOf = (show: string): string =>
  `coalesce((${show}.starts_at at time zone 'UTC')::date, ${show}.local_date)`

export const takesPlace = (show: string): string => `(${show}.status not in ('cancelled', 'postponed'))`
