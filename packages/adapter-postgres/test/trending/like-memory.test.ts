import { memoryStorage } from '@setvote/adapter-memory'
import { artistDraft, ballotDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import {
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
const worlds = 12
const refreshes = 4

/** Ids that two storages that are told the same give alike. */
const counting = () => {
  let count = 0
  return (prefix: string) => `${prefix}-${count++}`
}

/** Something happens to a few artists: what, depends on the seed alone. */
async function live(storage: Storage, random: Random, upToMs: number): Promise<void> {
  const artists = Array.from({ length: 6 }, (_, index) => `artist ${index}`)
  await storage.artists.saveMany(
    artists
      .filter(() => random.below(3) === 0)
      .map((id) => artistDraft({ id, popularity: random.below(101) })),
  )
  for (let index = random.below(5); index > 0; index--) {
    const artistId = random.pick(artists)
    if (!(await storage.artists.find(artistId))) continue
    const { entity: show } = await storage.shows.save(
      showDraft({
        id: `show ${random.below(8)}`,
        lineup: [{ artistId, name: artistId, role: 'headliner', ticketmasterId: null, mbid: null }],
        localDate: after((random.below(160) - 50) * 24 * hourMs)
          .toISOString()
          .slice(0, 10),
        status: random.pick(['scheduled', 'cancelled', 'rescheduled', 'postponed']),
      }),
    )
    const { entity: setlist } = await storage.setlists.save(
      setlistDraft({
        id: `setlist of ${show.id} ${artistId}`,
        artistId,
        showId: show.id,
        songs: [{ title: 'Low Tide' }, { title: 'North' }],
      }),
    )
    const keys = Array.from({ length: random.below(20) }, () => ({
      fanId: `fan ${random.below(9)}`,
      setlistSongId: random.pick(setlist.songs).id,
    }))
    await storage.votes.castMany(
      keys.map((key) => {
        const castAt = after(
          upToMs - random.below(random.pick([48, 2000, 4000])) * hourMs + random.below(60) * 1000,
        )
        return ballotDraft({ ...key, castAt, quarantineReason: random.below(5) === 0 ? 'burst' : null })
      }),
      { perDay: null },
    )
    await storage.votes.quarantine(keys.slice(0, random.below(3)), random.pick([null, 'bot']))
    await storage.votes.retractMany(keys.slice(-random.below(3)).map((key) => ({ ...key, at: noon })))
    await storage.fans.follow({
      fanId: `fan ${random.below(9)}`,
      artistId,
      following: random.below(4) > 0,
      at: noon,
    })
    const attendance = random.pick(['interested', 'going', 'went', null] as const)
    await storage.fans.attend({ fanId: `fan ${random.below(9)}`, showId: show.id, attendance, at: noon })
  }
  if (random.below(5) === 0) await storage.artists.remove(random.pick(artists))
}

/** All that a refresh leaves, scores to nine places. */
async function boardsOf(storage: Storage, at: Date, options: TrendingOptions): Promise<unknown> {
  const summary = await storage.trending.refresh({ at, options })
  const kinds: BoardKind[] = ['artists', 'shows']
  const boards = await Promise.all(kinds.map((kind) => storage.trending.top({ kind, limit: 1000 })))
  const histories = await Promise.all(
    boards.flatMap((board, index) =>
      board.map(({ id }) => storage.trending.history({ kind: kinds[index]!, id, since: new Date(0) })),
    ),
  )
  return rounded({ summary, boards, histories })
}

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'number' ? Number(part.toFixed(9)) : part))

describe.for(servers)('trending on $name', (server) => {
  const database = useDatabase(server)

  it('gives the boards that the memory adapter gives, in random worlds', async () => {
    for (let seed = 1; seed <= worlds; seed++) {
      const storages = [memoryStorage({ ids: counting() }), await database.open({ ids: counting() })]
      const randoms = storages.map(() => createRandom(seed))
      let atMs = 0
      for (let round = 0; round < refreshes; round++) {
        const options = {
          ...defaultTrendingOptions,
          threshold: round === 0 ? 0.5 : [0, 0.5, 2][seed % 3]!,
          halfLifeMs: (seed % 4 === 0 ? 1 : 48) * hourMs,
        }
        const [expected, actual] = [
          await live(storages[0]!, randoms[0]!, atMs).then(() =>
            boardsOf(storages[0]!, after(atMs), options),
          ),
          await live(storages[1]!, randoms[1]!, atMs).then(() =>
            boardsOf(storages[1]!, after(atMs), options),
          ),
        ]
        expect(actual, `seed ${seed}, refresh ${round}`).toEqual(expected)
        atMs += [6, 200, 1500, 0][seed % 4]! * hourMs
      }
      for (const storage of storages) await storage.close()
    }
  }, 120_000)
})
