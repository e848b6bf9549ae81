import { ballotDraft } from '@setvote/sdk/conformance'
import { describe, expect, it } from 'vitest'
import { setStage } from '../support/set-stage.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const keepAll = { keepImportRunsMs: 0, keepJobRunsMs: 0, keepScoreHistoryMs: 0 }

describe.for(servers)('days that a limit holds on $name', (server) => {
  const database = useDatabase(server)
  const held = () =>
    database.sql('select user_id, day::text as day from setvote.user_vote_limits order by 1, 2')

  it('are written under a limit alone, and forgotten when nobody casts on them any more', async () => {
    const storage = await database.open()
    const [one, two, three] = await setStage(storage)
    const cast = (fanId: string, setlistSongId: string, day: string) =>
      ballotDraft({ fanId, setlistSongId, day })
    await storage.votes.castMany([cast('free', one, '2026-06-15')], { perDay: null })
    await storage.votes.castMany([cast('a', one, '2026-06-15')], { perDay: 2 })
    await storage.votes.castMany([cast('a', two, '2026-06-17'), cast('a', three, '2026-06-17')], {
      perDay: 2,
    })
    const later = { user_id: 'a', day: '2026-06-17' }
    expect(await held()).toEqual([{ user_id: 'a', day: '2026-06-15' }, later])
    await storage.ops.cleanup({ at: new Date('2026-06-18T12:00:00Z'), ...keepAll })
    expect(await held()).toEqual([later])
    expect(await storage.votes.spent({ fanId: 'a', day: '2026-06-15' })).toBe(1)
    expect(await storage.votes.spent({ fanId: 'a', day: '2026-06-17' })).toBe(2)
  })

  it('count what was cast without a limit, and by plain SQL', async () => {
    const storage = await database.open()
    const [one, two, three] = await setStage(storage)
    const day = '2026-06-15'
    await storage.votes.castMany([ballotDraft({ fanId: 'a', setlistSongId: one, day })], { perDay: null })
    await database.sql('insert into setvote.votes (user_id, setlist_song_id, day) values ($1, $2, $3)', [
      'a',
      two,
      day,
    ])
    const last = ballotDraft({ fanId: 'a', setlistSongId: three, day })
    expect(await storage.votes.castMany([last], { perDay: 2 })).toEqual([
      { status: 'limit-reached', spent: 2 },
    ])
    await database.sql('delete from setvote.votes where setlist_song_id = $1', [one])
    expect(await storage.votes.castMany([last], { perDay: 2 })).toMatchObject([
      { status: 'counted', spent: 2 },
    ])
  })
})
