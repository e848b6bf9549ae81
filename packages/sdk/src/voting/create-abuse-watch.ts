import { LRUCache } from 'lru-cache'
import type { EntityId } from '../domain/entity.ts'
import {
  type AbuseRules,
  type CastMark,
  findBurst,
  findEverything,
  type SharedDeviceRule,
  sharedDeviceReason,
} from './abuse-rules.ts'
import type { SongPlace } from './song-places.ts'

export interface WatchedCast {
  readonly fanId: EntityId
  readonly setlistSongId: EntityId
  readonly deviceKey: string | null
  readonly at: Date
  readonly place: SongPlace
}

export interface Judgement {
  /** Why the ballot should be quarantined; null when nothing is wrong with it. */
  readonly reason: string | null
  /**
   * Says what became of it. Answers the setlist songs that the same fan voted for before, whose ballots are part of
   * what was found only now. What was not stored is not held against the fan, nor against the device. The first
   * word counts.
   */
  settle(isStored: boolean): EntityId[]
}

/** Looks at ballots as they come. */
export interface AbuseWatch {
  judge(cast: WatchedCast): Judgement
}

/** The least recently seen fans and devices are forgotten first. */
const mostFans = 50_000
const mostDevices = 20_000
/** A fan who asks for more songs than this in one window has long been found by another rule. */
const mostMarks = 1001

/**
 * Watches the ballots that pass through this process, and remembers of them no more than the rules need. Asking to
 * cast one ballot again and again counts once. What another process sees is not known here.
 *
 * @example
 * const watch = createAbuseWatch(toAbuseRules({ burst: { ballots: 20 } }))
 * watch.judge({ fanId, setlistSongId, deviceKey: null, at, place }).reason // null
 */
export function createAbuseWatch(rules: AbuseRules): AbuseWatch {
  const fans = new LRUCache<EntityId, StoredMark[]>({ max: mostFans })
  const devices = new LRUCache<string, Map<EntityId, number>>({ max: mostDevices })
  const windowMs = Math.max(rules.burst?.windowMs ?? 0, rules.everything?.windowMs ?? 0)

  function judgeFan({ fanId, setlistSongId, at, place }: WatchedCast): Judgement {
    const nowMs = at.getTime()
    const marks = (fans.get(fanId) ?? []).filter(({ atMs }) => atMs > nowMs - windowMs).slice(1 - mostMarks)
    const held = marks.find((each) => each.setlistSongId === setlistSongId)
    const mark = held ?? { ...newMark, setlistSongId, setlistId: place.setlistId, atMs: nowMs }
    if (!held) marks.push(mark)
    fans.set(fanId, marks)
    const found =
      (rules.burst && findBurst(marks, nowMs, rules.burst)) ??
      (rules.everything && findEverything(marks, nowMs, place, rules.everything))
    return {
      reason: found?.reason ?? null,
      settle(isStored) {
        if (isStored) mark.isStored = true
        else if (!held) forget(fanId, mark)
        if (!isStored || !found) return []
        mark.isSuspected = true
        const earlier = found.marks.filter((each) => each.isStored && !each.isSuspected)
        for (const each of earlier) each.isSuspected = true
        return earlier.map((each) => each.setlistSongId)
      },
    }
  }

  function forget(fanId: EntityId, mark: StoredMark): void {
    const marks = fans.get(fanId)?.filter((each) => each !== mark)
    if (marks) fans.set(fanId, marks)
  }

  function judgeDevice({ fanId, deviceKey, at, place }: WatchedCast): Judgement {
    if (!rules.sharedDevice || deviceKey === null) return unsuspicious
    const key = `${place.showId}\0${deviceKey}`
    const seen = devices.get(key) ?? new Map<EntityId, number>()
    devices.set(key, seen)
    const isKnown = seen.has(fanId)
    const reason = isOneOf(seen, fanId, at.getTime(), rules.sharedDevice)
      ? null
      : sharedDeviceReason(rules.sharedDevice)
    return {
      reason,
      settle(isStored) {
        if (!isStored && !isKnown) seen.delete(fanId)
        return []
      },
    }
  }

  return {
    judge(cast) {
      const [ofDevice, ofFan] = [judgeDevice(cast), windowMs === 0 ? unsuspicious : judgeFan(cast)]
      let isSettled = false
      return {
        reason: ofFan.reason ?? ofDevice.reason,
        settle(isStored) {
          if (isSettled) return []
          isSettled = true
          ofDevice.settle(isStored)
          return ofFan.settle(isStored)
        },
      }
    },
  }
}

interface StoredMark extends CastMark {
  isStored: boolean
  /** Whether its ballot has been found to be part of something. */
  isSuspected: boolean
}

const unsuspicious: Judgement = { reason: null, settle: () => [] }

const newMark = { isStored: false, isSuspected: false }

/** The first fans on a device keep their places while they vote; who comes when all are taken is one too many. */
function isOneOf(
  seen: Map<EntityId, number>,
  fanId: EntityId,
  nowMs: number,
  rule: SharedDeviceRule,
): boolean {
  for (const [each, lastMs] of seen) if (lastMs <= nowMs - rule.windowMs) seen.delete(each)
  if (!seen.has(fanId) && seen.size >= rule.fans) return false
  seen.set(fanId, nowMs)
  return true
}
