import { expect, it } from 'vitest'
import type { CastingTask } from '../support/casting-process.ts'
import { startChild } from '../support/child.ts'
import { saveConcert } from '../support/concert.ts'
import { describeServers } from '../support/servers.ts'

const songCount = 20
const fans = Array.from({ length: 60 }, (_, index) => `fan ${index}`)

describeServers('two processes', (database) => {
  /** Both cast every ballot, each in an order of its own. Answers what each said about each ballot. */
  async function castTwice(perDay: number | null) {
    const storage = await database.open()
    const stage = await saveConcert(storage, { songCount })
    const ballots = fans.flatMap((fanId) => stage.songs.map((setlistSongId) => ({ fanId, setlistSongId })))
    const orders = [ballots, ballots.toReversed()]
    const children = orders.map((order) => {
      const task: CastingTask = { url: database.url, perDay, ballots: order, width: 24 }
      return startChild('casting-process.ts', task)
    })
    await Promise.all(children.map((child) => child.hear()))
    for (const child of children) child.tell('go')
    const [mine, others] = await Promise.all(children.map((child) => child.hear<string[]>()))
    await Promise.all(children.map((child) => child.end()))
    return { storage, stage, mine: mine!, others: others!.toReversed() }
  }

  async function expectTallies({ storage, stage }: Awaited<ReturnType<typeof castTwice>>) {
    const rows = await database.sql<{ id: string; upvotes: number }>(`
      select setlist_song_id as id, count(*)::integer as upvotes from setvote.votes group by 1`)
    const ofSong = new Map(rows.map(({ id, upvotes }) => [id, upvotes]))
    const total = rows.reduce((sum, { upvotes }) => sum + upvotes, 0)
    const tally = await storage.votes.tally({ showId: stage.showId })
    expect(tally?.songs.map(({ upvotes }) => upvotes)).toEqual(stage.songs.map((id) => ofSong.get(id) ?? 0))
    expect(tally?.setlists.map(({ upvotes }) => upvotes)).toEqual([total])
    expect(tally?.show.upvotes).toBe(total)
    expect(await storage.votes.audit()).toEqual({ ballots: total, status: 'exact', differences: [] })
    return total
  }

  it('count each of the same ballots once, and tell each other’s', async () => {
    const result = await castTwice(null)
    const pairs = result.mine.map((status, index) => [status, result.others[index]].sort().join(' '))
    expect(new Set(pairs)).toEqual(new Set(['already-cast counted']))
    for (const statuses of [result.mine, result.others]) expect(statuses).toContain('counted')
    expect(await expectTallies(result)).toBe(fans.length * songCount)
  }, 60_000)

  it('hold the daily limit of each fan between them', async () => {
    const perDay = 7
    const result = await castTwice(perDay)
    const pairs = result.mine.map((status, index) => [status, result.others[index]].sort().join(' '))
    expect(new Set(pairs)).toEqual(new Set(['already-cast counted', 'limit-reached limit-reached']))
    for (const [index, fanId] of fans.entries()) {
      const ofFan = pairs.slice(index * songCount, (index + 1) * songCount)
      expect(
        ofFan.filter((pair) => pair.includes('counted')),
        fanId,
      ).toHaveLength(perDay)
      expect(await result.storage.votes.spent({ fanId, day: '2026-11-21' })).toBe(perDay)
    }
    expect(await expectTallies(result)).toBe(fans.length * perDay)
  }, 60_000)
})
