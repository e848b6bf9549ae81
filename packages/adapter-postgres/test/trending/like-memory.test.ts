import { memoryStorage } from '@setvote/adapter-memory'
import { artistDraft, ballotDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import {
  type BoardEntry,
  type BoardKind,
  defaultTrendingOptions,
  type Storage,
  type TrendingOptions,
} from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../support/random.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const hourMs = 3_600_000
const noon = new Date('2026-06-15T12:00:00Z')
const after = (ms: number) => new Date(noon.getTime() + ms)
const worldsAtOnce = 220
const seedsEach = 5
const refreshes = 6

/** Ids that two storages that are told the same give alike. */
const counting = () => {
  let count = 0
  return (prefix: string) => `${prefix}-${count++}`
}

const dayAt = (ms: number) => after(ms).toISOString().slice(0, 10)
const hoursBack = [1, 48, 200, 2000, 4000]

/** What happens in one world until an instant: artists come and go, shows move, fans vote, follow and attend. */
function happenings(world: number, random: Random, upToMs: number) {
  const artists = Array.from({ length: 4 }, (_, index) => `w${world} artist ${index}`)
  const fan = () => `w${world} fan ${random.below(9)}`
  const sometimes = (chance: number) => random.below(100) < chance
  const stages = Array.from({ length: random.below(3) }, () => {
    const artistId = random.pick(artists)
    const showId = `w${world} show ${random.below(5)}`
    return { artistId, showId, setlistId: `setlist of ${showId} ${artistId}` }
  })
  const castAt = () => after(upToMs - random.below(random.pick(hoursBack) * 3600) * 1000)
  const key = () => ({ fanId: fan(), setlistId: random.pick(stages).setlistId, song: random.below(2) })
  const keys = stages.length > 0 ? Array.from({ length: random.below(12) }, key) : []
  return {
    artists: artists
      .filter((id) => sometimes(25) || stages.some((stage) => stage.artistId === id))
      .map((id) => artistDraft({ id, popularity: random.pick([0, 0.4, 20, 20.6, 80, 100]) })),
    shows: stages.map(({ artistId, showId }) =>
      showDraft({
        id: showId,
        lineup: [{ artistId, name: artistId, role: 'headliner', ticketmasterId: null, mbid: null }],
        localDate: dayAt(upToMs + (random.below(130) - 30) * 24 * hourMs),
        status: random.pick(['scheduled', 'scheduled', 'cancelled', 'rescheduled', 'postponed']),
      }),
    ),
    setlists: stages.map(({ artistId, showId, setlistId }) =>
      setlistDraft({ id: setlistId, artistId, showId, songs: [{ title: 'Low Tide' }, { title: 'North' }] }),
    ),
    ballots: keys.map((each) => ({
      ...each,
      castAt: castAt(),
      quarantineReason: sometimes(20) ? 'burst' : null,
    })),
    quarantined: keys.slice(0, random.below(3)),
    retracted: keys.slice(keys.length - random.below(3)),
    follows: sometimes(10) ? [{ fanId: fan(), artistId: artists[0]!, following: sometimes(70) }] : [],
    attends: stages
      .slice(0, sometimes(20) ? 1 : 0)
      .map(({ showId }) => ({ fanId: fan(), showId, attendance: random.pick(['interested', 'went', null]) })),
    removed: sometimes(3) ? [random.pick(artists)] : [],
  }
}

/** Lets the same happen to a storage. */
async function live(storage: Storage, all: readonly ReturnType<typeof happenings>[]): Promise<void> {
  const each = <Key extends keyof ReturnType<typeof happenings>>(key: Key) =>
    all.flatMap((world) => world[key] as ReturnType<typeof happenings>[Key][number][])
  await storage.artists.saveMany(each('artists'))
  await storage.shows.saveMany(each('shows'))
  const setlists = await storage.setlists.saveMany(each('setlists'))
  const songs = new Map(setlists.map(({ entity }) => [entity.id, entity.songs.map(({ id }) => id)]))
  const keyOf = ({ fanId, setlistId, song }: { fanId: string; setlistId: string; song: number }) => ({
    fanId,
    setlistSongId: songs.get(setlistId)![song]!,
  })
  await storage.votes.castMany(
    each('ballots').map(({ castAt, quarantineReason, ...key }) =>
      ballotDraft({ ...keyOf(key), castAt, quarantineReason }),
    ),
    { perDay: null },
  )
  const quarantined = each('quarantined').map(keyOf)
  await storage.votes.quarantine(quarantined.slice(0, quarantined.length / 2), 'bot')
  await storage.votes.quarantine(quarantined.slice(quarantined.length / 2), null)
  await storage.votes.retractMany(each('retracted').map((key) => ({ ...keyOf(key), at: noon })))
  for (const follow of each('follows')) {
    if (await storage.artists.find(follow.artistId)) await storage.fans.follow({ ...follow, at: noon })
  }
  for (const { attendance, ...attend } of each('attends')) {
    await storage.fans.attend({ ...attend, attendance: attendance as 'interested' | 'went' | null, at: noon })
  }
  for (const id of each('removed')) await storage.artists.remove(id)
}

/** All that a refresh leaves, scores to nine places. Scores that differ only behind those are in no order. */
async function boardsOf(storage: Storage, at: Date, options: TrendingOptions): Promise<unknown> {
  const summary = await storage.trending.refresh({ at, options })
  const kinds: BoardKind[] = ['artists', 'shows']
  const boards = await Promise.all(
    kinds.map(async (kind) => inOrder(await storage.trending.top({ kind, limit: 1000 }))),
  )
  const histories = await Promise.all(
    boards.flatMap((board, index) =>
      // Some of them: each is a call.
      board
        .filter((_, place) => place % 25 === 0)
        .map(({ id }) => storage.trending.history({ kind: kinds[index]!, id, since: new Date(0) })),
    ),
  )
  return rounded({ summary, boards, histories })
}

function inOrder(board: readonly BoardEntry[]) {
  expect(board.map(({ rank }) => rank)).toEqual(board.map((_, index) => index + 1))
  return board
    .map(({ rank: _, ...entry }) => ({ ...entry, score: Number(entry.score.toFixed(9)) }))
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
}

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'number' ? Number(part.toFixed(9)) : part))

describe.for(servers)('trending on $name', (server) => {
  const database = useDatabase(server)

  // Every server has worlds of its own.
  const seeds = Array.from(
    { length: seedsEach },
    (_, index) => 1 + index + seedsEach * servers.indexOf(server),
  )

  it(`gives the boards that the memory adapter gives, in ${seedsEach * worldsAtOnce} random worlds`, async () => {
    for (const seed of seeds) {
      const [memory, postgres] = [
        memoryStorage({ ids: counting() }),
        await database.open({ ids: counting() }),
      ]
      const random = createRandom(seed)
      const stepsMs = [1 / 12, 0.5, 6, 24, 200, 1500, 0].map((hours) => hours * hourMs)
      let atMs = 0
      for (let round = 0; round < refreshes; round++) {
        const options = {
          ...defaultTrendingOptions,
          threshold: [0, 0.5, 2][seed % 3]!,
          halfLifeMs: (seed % 4 === 0 ? 1 : 48) * hourMs,
          // Now and then everything is weighed anew.
          ...(round === 3 && seed % 2 === 0 && { midpoint: 500 }),
        }
        const all = Array.from({ length: worldsAtOnce }, (_, world) => happenings(world, random, atMs))
        await live(memory, all)
        await live(postgres, all)
        const at = after(atMs)
        expect(await boardsOf(postgres, at, options), `seed ${seed}, refresh ${round}`).toEqual(
          await boardsOf(memory, at, options),
        )
        atMs += random.pick(stepsMs)
      }
      await memory.close()
      await postgres.close()
    }
  }, 240_000)
})
