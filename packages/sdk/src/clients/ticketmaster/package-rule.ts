import type { Event } from './schemas.ts'

/** Why a listing is not an evening of its own. */
export type PackageReason = 'vip-package' | 'parking' | 'multi-day-pass' | 'add-on' | 'resale'

/**
 * Words of listings that sell something beside the evening. They are anchored to how such listings are named, so
 * that artists called "The Passengers" or "Parking Lot Party" survive: a word alone is never enough.
 */
const nameRules: readonly { readonly reason: PackageReason; readonly pattern: RegExp }[] = [
  {
    reason: 'vip-package',
    pattern:
      /\bV\.?I\.?P\.?\s+(packages?|experiences?|upgrades?|tickets?|pass(es)?|add[- ]?ons?|box(es)?|suites?|hospitality|entry|club)\b/i,
  },
  {
    reason: 'vip-package',
    pattern: /\b(official|premium|ultimate|hospitality|platinum)\s+(vip\s+)?packages?\b/i,
  },
  {
    reason: 'vip-package',
    pattern: /\bmeet\s*(&|and|n|\+)\s*greets?\b.*\b(packages?|upgrades?|add[- ]?ons?)\b/i,
  },
  { reason: 'parking', pattern: /^(premier\s+|vip\s+)?parking(\s+(pass(es)?|only|permit))?\s*[:|–-]/i },
  {
    reason: 'parking',
    pattern: /[:|–-]\s*(premier\s+|vip\s+|car\s+)?parking(\s+(pass(es)?|only|permit))?\s*$/i,
  },
  { reason: 'parking', pattern: /\b(parking|car\s*park)\s+(pass(es)?|permit|only|ticket|voucher)\b/i },
  {
    reason: 'multi-day-pass',
    pattern: /\b(\d+|two|three|four)[- ]?(days?|nights?)\s+(\w+\s+)?(pass(es)?|tickets?|combo)\b/i,
  },
  { reason: 'multi-day-pass', pattern: /\b(weekend|festival|season)\s+(pass(es)?|tickets?)\b/i },
  {
    reason: 'add-on',
    pattern:
      /\b(rv|camping|camper|shuttle|locker|lounge|dash|club\s+access|fast\s+lane)\s+(pass(es)?|access|permit|upgrade)\b/i,
  },
  { reason: 'add-on', pattern: /\btickets?\s+not\s+included\b/i },
  { reason: 'add-on', pattern: /\b(merchandise|merch|drink|food)\s+(voucher|bundle|package)s?\b/i },
]

/**
 * Why a listing is a package: it sells the same evening again (VIP, resale, a pass for several days) or something
 * beside it (parking, camping). Empty for an evening of its own.
 *
 * A resale listing may be the only one of its evening: drop it when another event has the same artist, day and
 * venue, and keep it otherwise. Nothing else here is an evening.
 *
 * @example
 * packageReasons({ name: 'Slipknot I VIP Packages', … }) // ['vip-package']
 */
export function packageReasons(
  event: Pick<Event, 'id' | 'name' | 'url' | 'source' | '_embedded'>,
): PackageReason[] {
  const name = event.name ?? ''
  const reasons = new Set(nameRules.filter(({ pattern }) => pattern.test(name)).map(({ reason }) => reason))
  const attractions = event._embedded?.attractions ?? []
  if (attractions.length > 0 && attractions.every(sellsParking)) reasons.add('parking')
  if (isResale(event)) reasons.add('resale')
  return [...reasons]
}

/** True when `packageReasons` finds any. */
export const isPackage = (event: Parameters<typeof packageReasons>[0]): boolean =>
  packageReasons(event).length > 0

const sellsParking = ({ name }: { readonly name?: string | null | undefined }): boolean =>
  /^parking(\s+event)?$/i.test(name?.trim() ?? '')

/** The marketplace `tmr` lists with ids of its own beginning, and used to sell at ticketsnow.com. */
function isResale({ id, url, source }: Pick<Event, 'id' | 'url' | 'source'>): boolean {
  return (
    source?.name === 'tmr' ||
    source?.id === 'tmr' ||
    id.startsWith('Z7r9jZ') ||
    /^https?:\/\/([\w-]+\.)*ticketsnow\.com\//i.test(url ?? '')
  )
}
