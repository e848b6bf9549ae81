/**
 * How long after its due time a slot is begun, in milliseconds: from 0 to below `jitterMs`, spread evenly over slots and
 * jobs, and the same for the same slot on every machine. The slot keeps its due time as its name.
 *
 * @example
 * jitterOf({ job: 'cleanup', slotAt: new Date('2026-11-21T05:00:00Z'), jitterMs: 60_000 }) // always the same
 */
export function jitterOf({
  job,
  slotAt,
  jitterMs,
}: {
  readonly job: string
  readonly slotAt: Date
  readonly jitterMs: number
}): number {
  if (jitterMs <= 0) return 0
  return Math.floor((hash(`${job} ${slotAt.getTime()}`) / 2 ** 32) * jitterMs)
}

/** FNV-1a with the last step of MurmurHash3, so that texts that differ at their end differ everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
