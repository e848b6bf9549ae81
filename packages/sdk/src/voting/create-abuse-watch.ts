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
  readonly reason: string
  /** Setlist songs that the same fan voted for before, whose ballots are part of what was found only now. */
  readonly earlier: readonly EntityId[]
}

/** Looks at ballots as they come. */
export interface AbuseWatch {
  /** Why the ballot should be quarantined; null when nothing is wrong with it. */
  judge(cast: WatchedCast): Judgement | null
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
 * watch.judge({ fanId, setlistSongId, deviceKey: null, at, place })?.reason
 */
export function createAbuseWatch(rules: AbuseRules): AbuseWatch {
  const fans = new LRUCache<EntityId, FanHistory>({ max: mostFans })
  const devices = new LRUCache<string, Map<EntityId, number>>({ max: mostDevices })
  const windowMs = Math.max(rules.burst?.windowMs ?? 0, rules.everything?.windowMs ?? 0)

  function judgeFan({ fanId, setlistSongId, at, place }: WatchedCast): Judgement | null {
    if (windowMs === 0) return null
    const nowMs = at.getTime()
    const history: FanHistory = fans.get(fanId) ?? { marks: [], suspected: new Set() }
    fans.set(fanId, history)
    remember(history, { setlistSongId, setlistId: place.setlistId, atMs: nowMs }, nowMs - windowMs)
    const found =
      (rules.burst && findBurst(history.marks, nowMs, rules.burst)) ??
      (rules.everything && findEverything(history.marks, nowMs, place, rules.everything))
    if (!found) return null
    const ids = found.marks.map((mark) => mark.setlistSongId)
    const earlier = ids.filter((id) => id !== setlistSongId && !history.suspected.has(id))
    for (const id of ids) history.suspected.add(id)
    return { reason: found.reason, earlier }
  }

  function judgeDevice({ fanId, deviceKey, at, place }: WatchedCast): Judgement | null {
    if (!rules.sharedDevice || deviceKey === null) return null
    const key = `${place.showId}\0${deviceKey}`
    const seen = devices.get(key) ?? new Map<EntityId, number>()
    devices.set(key, seen)
    return isOneOf(seen, fanId, at.getTime(), rules.sharedDevice)
      ? null
      : { reason: sharedDeviceReason(rules.sharedDevice), earlier: [] }
  }

  return {
    judge(cast) {
      const ofFan = judgeFan(cast)
      return judgeDevice(cast) ?? ofFan
    },
  }
}

interface FanHistory {
  marks: CastMark[]
  /** Songs among the marks whose ballots have been judged already. */
  readonly suspected: Set<EntityId>
}

function remember(history: FanHistory, mark: CastMark, sinceMs: number): void {
  const { suspected } = history
  const isKept = ({ setlistSongId, atMs }: CastMark) => {
    if (atMs > sinceMs && setlistSongId !== mark.setlistSongId) return true
    if (atMs <= sinceMs) suspected.delete(setlistSongId)
    return false
  }
  history.marks = history.marks.filter(isKept).slice(1 - mostMarks)
  history.marks.push(mark)
}

/** The first fans on a device keep their places while they vote; who comes when all are taken is one too many. */
function isOneOf(seen: Map<EntityId, number>, fanId: EntityId, nowMs: number, rule: SharedDeviceRule): boolean {
  for (const [each, lastMs] of seen) if (lastMs <= nowMs - rule.windowMs) seen.delete(each)
  if (!seen.has(fanId) && seen.size >= rule.fans) return false
  seen.set(fanId, nowMs)
  return true
}
