import { createVoting, hours, isSetvoteError } from '@setvote/sdk'
import { artistDraft, setlistDraft, showDraft, songDraft } from '@setvote/sdk/conformance'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { lockAt, type VoteModel } from './vote-model.ts'
import {
  type Act,
  artists,
  beginsAt,
  days,
  fans,
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

/** What can be read of votes: counts by show, setlist and song, places used by fan and day, the audit. */
export type Picture = unknown

export interface VoteWorld {
  apply(step: Step): Promise<unknown>
  picture(): Promise<Picture>
}

/** The same things happening to a storage. */
export async function openVoteWorld(storage: Storage): Promise<VoteWorld> {
  const clock = fakeClock(beginsAt)
  const { votes } = storage
  // Two, as two processes have: fans act through one or the other.
  const desks = [0, 1].map(() => createVoting({ storage, clock, perDay, limitDay: 'utc', abuse: false }))
  let hasSong = true

  async function restore() {
    await storage.artists.saveMany(artists.map((id) => artistDraft({ id, name: id })))
    await storage.songs.save(songDraft({ ...linkedSong }))
    hasSong = true
    for (const id of shows) {
      if (!(await storage.shows.find(id))) {
        await storage.shows.save(showDraft({ id, startsAt: showStartsAt }))
      }
    }
  }

  const save = (name: SetlistName, songs: readonly number[], locked: boolean) =>
    storage.setlists.save(
      setlistDraft({
        id: name,
        ...setlists[name],
        locked,
        songs: songs.map((n) => ({
          id: songOf(name, n),
          title: `Song ${n}`,
          songId:
            n === 1 && hasSong && setlists[name].artistId === linkedSong.artistId ? linkedSong.id : null,
        })),
      }),
    )

  async function act({ fan, act, song }: Act, index: number): Promise<unknown> {
    const desk = desks[index % desks.length]!
    const key = { fanId: fan, setlistSongId: song }
    if (act === 'casts') return (await desk.cast(key)).status
    if (act === 'retracts') return (await desk.retract(key)).status
    return act === 'is released' ? desk.release([key]) : desk.quarantine([key], 'suspect')
  }

  async function perform(step: Step): Promise<unknown> {
    if ('together' in step) return Promise.all(step.together.map(act))
    if ('castAtOnce' in step) {
      const castAt = clock.now()
      const drafts = step.castAtOnce.map(({ fan, song, suspect }) => ({
        fanId: fan,
        setlistSongId: song,
        castAt,
        day: castAt.toISOString().slice(0, 10),
        quarantineReason: suspect ? 'suspect' : null,
      }))
      return votes.castMany(drafts, { perDay })
    }
    if ('suspect' in step) {
      const keys = songs.map((setlistSongId) => ({ fanId: step.suspect, setlistSongId }))
      return votes.quarantine(keys, step.isCleared ? null : 'suspect')
    }
    if ('lock' in step) return desks[0]!.lock(step.lock, lockAt(step.at, clock.now()))
    if ('save' in step) {
      await save(step.save, step.songs, step.locked)
      return null
    }
    if ('remove' in step) {
      if (step.remove === 'songs' || step.id === linkedSong.artistId) hasSong = false
      return storage[step.remove].remove(step.id)
    }
    if ('waitHours' in step) await clock.advance(hours(step.waitHours))
    else await restore()
    return null
  }

  await restore()
  for (const name of setlistNames) await save(name, songNumbers, false)
  return {
    apply: (step) =>
      perform(step).catch((error: unknown) => {
        if (isSetvoteError(error)) return error.code
        throw error
      }),
    async picture() {
      const tallies = await Promise.all(shows.map((showId) => votes.tally({ showId })))
      const places = fans.flatMap((fanId) => days.map((day) => ({ fanId, day })))
      const spent = await Promise.all(places.map((place) => votes.spent(place)))
      const { ballots, status, differences } = await votes.audit()
      return {
        songs: tallies
          .flatMap((tally) => tally?.songs ?? [])
          .map(countsOf)
          .sort(),
        setlists: tallies
          .flatMap((tally) => tally?.setlists ?? [])
          .map(countsOf)
          .sort(),
        shows: tallies
          .flatMap((tally) => tally?.show ?? [])
          .map(countsOf)
          .sort(),
        spent,
        audit: { ballots, status, differences },
      }
    },
  }
}

/** The same picture, of the model. */
export function pictureOf({ ballots, shows: evenings, setlists: lists }: VoteModel): Picture {
  const held = [...ballots.values()]
  const counted = (id: string, isOf: (song: string) => boolean) => {
    const own = held.filter(({ song }) => isOf(song))
    const quarantined = own.filter(({ aside }) => aside).length
    return countsOf({ id, upvotes: own.length - quarantined, quarantined })
  }
  const showOf = (song: string) => setlists[song.split('-')[0] as SetlistName].showId
  return {
    songs: [...lists.values()]
      .flatMap(({ songs }) => songs.map((id) => counted(id, (song) => song === id)))
      .sort(),
    setlists: [...lists].map(([id, { songs }]) => counted(id, (song) => songs.includes(song))).sort(),
    shows: [...evenings.keys()].map((id) => counted(id, (song) => showOf(song) === id)).sort(),
    spent: fans.flatMap((fan) =>
      days.map((day) => held.filter((ballot) => ballot.fan === fan && ballot.day === day).length),
    ),
    audit: { ballots: held.length, status: 'exact', differences: [] },
  }
}

const countsOf = ({ id, upvotes, quarantined }: { id: string; upvotes: number; quarantined: number }) =>
  `${id}: ${upvotes} and ${quarantined} aside`
