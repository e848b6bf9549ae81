import { z } from 'zod'
import {
  type Draft,
  EntityId,
  type EntityRecord,
  type MergeContext,
  type MergeRules,
  mergeEntity,
  recordShape,
  type Trust,
  uniteEntities,
} from './entity.ts'
import { Image } from './image.ts'
import { Instant } from './instant.ts'
import { LocalDay, LocalTime } from './local-day.ts'

/** One act of an evening. `artistId` is null while the act has not been imported. */
export const LineupEntry = z.object({
  artistId: EntityId.nullable(),
  name: z.string().min(1),
  role: z.enum(['headliner', 'support']),
  ticketmasterId: z.string().nullable(),
  mbid: z.string().nullable(),
})
export type LineupEntry = z.infer<typeof LineupEntry>

export const ShowStatus = z.enum(['scheduled', 'rescheduled', 'postponed', 'cancelled'])
export type ShowStatus = z.infer<typeof ShowStatus>

export const PriceRange = z.object({
  kind: z.string(),
  currency: z.string().length(3),
  min: z.number().nonnegative(),
  max: z.number().nonnegative(),
})
export type PriceRange = z.infer<typeof PriceRange>

const factsShape = {
  name: z.string().min(1),
  /** Who plays; the headliner first. */
  lineup: z.array(LineupEntry),
  venueId: EntityId.nullable(),
  tour: z.string().nullable(),
  status: ShowStatus,
  /** `confirmed`, or `tba` / `tbd` while the day is not announced / not decided. */
  dateStatus: z.enum(['confirmed', 'tba', 'tbd']),
  /** The evening's day where it takes place; null while unknown. */
  localDate: LocalDay.nullable(),
  localTime: LocalTime.nullable(),
  /** IANA name of the zone that `localDate` and `localTime` are in. */
  timeZone: z.string().nullable(),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  doorsAt: Instant.nullable(),
  /** The day it was first announced for, when it has moved. */
  initialDate: LocalDay.nullable(),
  onSale: z.boolean().nullable(),
  onSaleAt: Instant.nullable(),
  ticketUrl: z.url().nullable(),
  priceRanges: z.array(PriceRange),
  images: z.array(Image),
  info: z.string().nullable(),
  /** Voting ends then; null for the start of the show. Only an operator states it. */
  votingLocksAt: Instant.nullable(),
}

/** One evening. */
export const Show = z.object({ ...recordShape, ...factsShape })
export type Show = z.infer<typeof Show>
export type ShowFacts = Omit<Show, keyof EntityRecord>
export type ShowDraft = Draft<ShowFacts, 'name'>

const rules: MergeRules<ShowFacts> = {
  empty: {
    name: '',
    lineup: [],
    venueId: null,
    tour: null,
    status: 'scheduled',
    dateStatus: 'confirmed',
    localDate: null,
    localTime: null,
    timeZone: null,
    startsAt: null,
    endsAt: null,
    doorsAt: null,
    initialDate: null,
    onSale: null,
    onSaleAt: null,
    ticketUrl: null,
    priceRanges: [],
    images: [],
    info: null,
    votingLocksAt: null,
  },
  unite: { lineup: uniteLineups },
}

export const mergeShow = (held: Show | null, draft: ShowDraft, context: MergeContext): Show =>
  mergeEntity(rules, held, draft, context)

export const uniteShows = (kept: Show, absorbed: Show, at: Date): Show =>
  uniteEntities<ShowFacts>(rules, kept, absorbed, at)

/** The order of the bill, names and roles are those of the statement that is trusted more; ids and acts add up. */
function uniteLineups(held: LineupEntry[], stated: LineupEntry[], trust: Trust): LineupEntry[] {
  if (trust === 'more') return addActs(eachOnce(stated), held, (known) => known.role)
  return addActs(held, eachOnce(stated), (known, entry) => (trust === 'same' ? entry.role : known.role))
}

/** One source may list an act twice: a headliner in one place is one. */
const eachOnce = (lineup: readonly LineupEntry[]): LineupEntry[] =>
  addActs([], lineup, (known, entry) => (known.role === 'headliner' ? known.role : entry.role))

function addActs(
  lineup: readonly LineupEntry[],
  added: readonly LineupEntry[],
  roleOf: (known: LineupEntry, entry: LineupEntry) => LineupEntry['role'],
): LineupEntry[] {
  const united = [...lineup]
  for (const entry of added) {
    const index = united.findIndex((known) => isSameAct(known, entry))
    const known = united[index]
    if (!known) united.push(entry)
    else {
      united[index] = {
        artistId: known.artistId ?? entry.artistId,
        name: known.name,
        role: roleOf(known, entry),
        ticketmasterId: known.ticketmasterId ?? entry.ticketmasterId,
        mbid: known.mbid ?? entry.mbid,
      }
    }
  }
  return united
}

/**
 * A lineup after `fromId` became another artist, or (with null) was removed. An artist who would then appear twice
 * appears once.
 */
export function relinkLineup(
  lineup: readonly LineupEntry[],
  fromId: EntityId,
  toId: EntityId | null,
): LineupEntry[] {
  const relinked = lineup.map((entry) => (entry.artistId === fromId ? { ...entry, artistId: toId } : entry))
  return toId === null ? relinked : eachOnce(relinked)
}

function isSameAct(a: LineupEntry, b: LineupEntry): boolean {
  if (a.artistId && b.artistId) return a.artistId === b.artistId
  if (a.mbid && b.mbid) return a.mbid === b.mbid
  if (a.ticketmasterId && b.ticketmasterId) return a.ticketmasterId === b.ticketmasterId
  return a.name.toLowerCase() === b.name.toLowerCase()
}

/** The instant at which voting for a show ends; null while neither the start nor an override is known. */
export const votingLockOf = (show: Pick<Show, 'votingLocksAt' | 'startsAt'>): Date | null =>
  show.votingLocksAt ?? show.startsAt
