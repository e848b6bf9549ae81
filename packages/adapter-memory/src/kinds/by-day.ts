import { InvalidInputError, LocalDay, type LocalTime } from '@setvote/sdk/storage'
import { placeOf, type Range, wholeList } from './kind.ts'

/** After every day. */
const noDay = '9999-99-99'

/** After every time of a day. */
const noTime = '~'

/** `time` is compared to the minute. */
export const placeByDay = (day: LocalDay | null, time: LocalTime | null, id: string): string =>
  placeOf(day === null ? noDay : `${day}T${time?.slice(0, 5) ?? noTime}`, id)

export interface DayQuery {
  readonly from?: LocalDay
  readonly to?: LocalDay
  readonly order?: 'ascending' | 'descending'
}

/** Where to walk a list by day. What has no day comes last either way, and only when no day is asked for. */
export function planDays({ from, to, order }: DayQuery): {
  readonly ranges: readonly Range[]
  readonly descending: boolean
} {
  for (const day of [from, to]) {
    if (day !== undefined && !LocalDay.safeParse(day).success) {
      throw new InvalidInputError(`A day is written YYYY-MM-DD, not ${day}`)
    }
  }
  const descending = order === 'descending'
  if (from === undefined && to === undefined) {
    const inTwoParts = [
      { from: '', until: noDay },
      { from: noDay, until: null },
    ]
    return { ranges: descending ? inTwoParts : wholeList, descending }
  }
  return { ranges: [{ from: from ?? '', until: to === undefined ? noDay : `${to}T~~` }], descending }
}
