import {
  type Act,
  artists,
  beginsAt,
  type Cast,
  linkedSong,
  perDay,
  type SetlistName,
  type Step,
  setlistNames,
  setlists,
  showStartsAt,
  shows,
  songNumbers,
  songOf,
  songs,
} from './vote-steps.ts'

export interface ModelBallot {
  readonly fan: string
  readonly song: string
  readonly day: string
  readonly aside: boolean
}

export interface VoteModel {
  readonly now: () => Date
  readonly ballots: ReadonlyMap<string, ModelBallot>
  readonly shows: ReadonlyMap<string, unknown>
  readonly setlists: ReadonlyMap<SetlistName, { readonly songs: readonly string[] }>
  hasSong(): boolean
  /** What the step answers; an error by its code. */
  apply(step: Step): unknown
}

/** What voting means, one thing after the other. */
export function createVoteModel(): VoteModel {
  let now = new Date(beginsAt)
  let hasSong = true
  const players = new Set<string>(artists)
  const evenings = new Map<string, { lockedAt: Date }>(shows.map((id) => [id, { lockedAt: showStartsAt }]))
  const lists = new Map<SetlistName, { songs: string[]; locked: boolean }>()
  const ballots = new Map<string, ModelBallot>()
  for (const name of setlistNames) {
    lists.set(name, { songs: songNumbers.map((n) => songOf(name, n)), locked: false })
  }

  const keyOf = ({ fan, song }: { readonly fan: string; readonly song: string }) => `${fan} ${song}`
  const homeOf = (song: string) => [...lists].find(([, { songs }]) => songs.includes(song))
  const spent = (fan: string, day: string) =>
    [...ballots.values()].filter((ballot) => ballot.fan === fan && ballot.day === day).length
  const tallyOf = (song: string) => {
    const all = [...ballots.values()].filter((ballot) => ballot.song === song)
    const quarantined = all.filter(({ aside }) => aside).length
    return { upvotes: all.length - quarantined, quarantined }
  }
  const today = () => now.toISOString().slice(0, 10)
  const drop = (isGone: (ballot: ModelBallot) => boolean) => {
    for (const [key, ballot] of ballots) if (isGone(ballot)) ballots.delete(key)
  }
  const dropLists = (isGone: (name: SetlistName) => boolean) => {
    for (const name of [...lists.keys()].filter(isGone)) lists.delete(name)
    drop(({ song }) => !homeOf(song))
  }

  function lockOf(song: string): { status: 'locked'; lockedAt: Date | null } | null {
    const [name, { locked }] = homeOf(song)!
    const { lockedAt } = evenings.get(setlists[name].showId)!
    if (locked) return { status: 'locked', lockedAt: null }
    return now >= lockedAt ? { status: 'locked', lockedAt } : null
  }

  function cast({ fan, song, suspect }: Cast): { readonly status: string } {
    if (!homeOf(song)) return { status: 'not-found' }
    if (ballots.has(keyOf({ fan, song }))) return { status: 'already-cast' }
    const locked = lockOf(song)
    if (locked) return locked
    if (spent(fan, today()) >= perDay) return { status: 'limit-reached' }
    ballots.set(keyOf({ fan, song }), { fan, song, day: today(), aside: suspect })
    return suspect ? { status: 'quarantined', ...{ reason: 'suspect' } } : { status: 'counted' }
  }

  /** Answers how many ballots changed. */
  function setAside(fan: string, song: string, aside: boolean): number {
    const ballot = ballots.get(keyOf({ fan, song }))
    if (!ballot || ballot.aside === aside) return 0
    ballots.set(keyOf(ballot), { ...ballot, aside })
    return 1
  }

  function act({ fan, act, song }: Act): unknown {
    const ballot = ballots.get(keyOf({ fan, song }))
    if (act === 'casts') return cast({ fan, song, suspect: false }).status
    if (act === 'retracts') {
      if (!homeOf(song)) return 'not-found'
      if (!ballot) return 'not-cast'
      if (ballot.aside) return 'quarantined'
      if (lockOf(song)) return 'locked'
      ballots.delete(keyOf(ballot))
      return 'retracted'
    }
    return setAside(fan, song, act === 'is quarantined')
  }

  function castAtOnce(casts: readonly Cast[]): unknown {
    const outcomes = casts.map(cast)
    // Counts are those that the whole call leaves.
    return outcomes.map((outcome, index) => {
      const { fan, song } = casts[index]!
      const isCounted = outcome.status === 'counted' || outcome.status === 'quarantined'
      return {
        ...outcome,
        ...((isCounted || outcome.status === 'limit-reached') && { spent: spent(fan, today()) }),
        ...((isCounted || outcome.status === 'already-cast') && { tally: tallyOf(song) }),
      }
    })
  }

  function remove(kind: Extract<Step, { remove: unknown }>['remove'], id: string): boolean {
    if (kind === 'fans') {
      const before = ballots.size
      drop(({ fan }) => fan === id)
      return ballots.size < before
    }
    if (kind === 'songs') {
      const was = hasSong
      hasSong = false
      return was
    }
    if (kind === 'setlists') {
      const was = lists.has(id as SetlistName)
      dropLists((name) => name === id)
      return was
    }
    if (kind === 'artists' && id === linkedSong.artistId) hasSong = false
    const was = kind === 'artists' ? players.delete(id) : evenings.delete(id)
    dropLists((name) => setlists[name].artistId === id || setlists[name].showId === id)
    return was
  }

  return {
    now: () => now,
    ballots,
    shows: evenings,
    setlists: lists,
    hasSong: () => hasSong,
    apply(step) {
      if ('together' in step) return step.together.map(act)
      if ('castAtOnce' in step) return castAtOnce(step.castAtOnce)
      if ('suspect' in step) {
        return songs.reduce((sum, song) => sum + setAside(step.suspect, song, !step.isCleared), 0)
      }
      if ('remove' in step) return remove(step.remove, step.id)
      if ('waitHours' in step) {
        now = new Date(now.getTime() + step.waitHours * 3_600_000)
        return null
      }
      if ('lock' in step) {
        const evening = evenings.get(step.lock)
        if (!evening) return 'not-found'
        evening.lockedAt = lockAt(step.at, now) ?? showStartsAt
        return { lockedAt: evening.lockedAt }
      }
      if ('save' in step) {
        const { artistId, showId } = setlists[step.save]
        if (!players.has(artistId) || !evenings.has(showId)) return 'invalid-input'
        lists.set(step.save, { songs: step.songs.map((n) => songOf(step.save, n)), locked: step.locked })
        drop(({ song }) => !homeOf(song))
        return null
      }
      for (const id of artists) players.add(id)
      for (const id of shows) if (!evenings.has(id)) evenings.set(id, { lockedAt: showStartsAt })
      hasSong = true
      return null
    },
  }
}

/** When a lock begins; null for the start of the show. */
export function lockAt(at: Extract<Step, { lock: unknown }>['at'], now: Date): Date | null {
  if (at === 'now') return now
  if (at === 'in an hour') return new Date(now.getTime() + 3_600_000)
  return at === 'after midnight' ? new Date('2026-11-22T02:00:00Z') : null
}
