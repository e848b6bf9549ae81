import { describe, expect, it } from 'vitest'
import { readDemoJson } from './support/demo-json.ts'
import { expectTrueVotes } from './support/expect-true-votes.ts'
import { runDemo } from './support/run-demo.ts'

const smallArtist = ['--artist', 'Iron Tide', '--json'] as const

describe.concurrent('the demo after the import', { timeout: 120_000 }, () => {
  it('predicts the next show, counts every ballot of the rush once, and ranks what was voted for', async () => {
    const { exitCode, stdout } = await runDemo(smallArtist)
    expect(exitCode).toBe(0)
    const { artist, prediction, votes, trending } = readDemoJson(stdout)

    expect(prediction?.basis).toBe('setlists')
    expect(prediction?.songs.map(({ position }) => position)).toEqual(prediction?.songs.map((_, at) => at))
    expect(prediction?.songs.length).toBeGreaterThan(10)
    expectTrueVotes(votes)
    expect(votes).toMatchObject({ fans: 2000, others: 0, audit: { clean: true, differences: [] } })
    expect(votes!.counted).toBeGreaterThan(0)
    expect(votes!.duplicates).toBeGreaterThan(0)
    expect(votes!.limited).toBeGreaterThan(0)
    expect(votes!.audit.ballots).toBe(votes!.counted)
    expect(votes!.tally.reduce((sum, { upvotes }) => sum + upvotes, 0)).toBe(votes!.counted)
    expect(new Set(votes!.tally.map(({ title }) => title))).toEqual(
      new Set(prediction!.songs.map(({ title }) => title)),
    )

    expect(trending!.artists[0]).toMatchObject({ rank: 1, name: artist?.name, factors: { activeFans: 2000 } })
    expect(trending!.artists.length).toBeGreaterThan(3)
    expect(trending!.shows[0]?.showId).toBe(prediction!.show.id)
    for (const board of [trending!.artists, trending!.shows]) {
      const scores = board.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }
  })

  it('brings the same crowd for the same seed', async () => {
    const [first, again] = await Promise.all(
      [1, 2].map(async () => readDemoJson((await runDemo([...smallArtist, '--seed', '11'])).stdout)),
    )
    const { cast, counted, duplicates, limited, tally } = first!.votes!
    expect(again!.votes).toMatchObject({ cast, counted, duplicates, limited, tally })
  })

  it('predicts nothing and votes on nothing when no show is to come', async () => {
    const lonely = ['--artist', 'Harbor Lights – A Tribute to Velvet Harbor']
    const [json, text] = await Promise.all([runDemo([...lonely, '--json']), runDemo(lonely)])
    expect(json.exitCode).toBe(0)
    expect(readDemoJson(json.stdout)).toMatchObject({ prediction: null, votes: null })
    expect(json.stderr).toContain('Nothing is predicted, and nobody votes: no show to come is known.')
    expect(readDemoJson(json.stdout).trending?.artists.length).toBeGreaterThan(0)
    expect(text.exitCode).toBe(0)
    expect(text.stdout).toContain('\nPredicted setlist\n  none: no show to come is known\n')
  })

  it('prints for people what was predicted, voted, audited and ranked', async () => {
    const { exitCode, stdout } = await runDemo(['--artist', 'Iron Tide'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/\nPredicted setlist \(from past setlists, in \d/)
    expect(stdout).toMatch(/ {2}\d+ % +(encore; )?\w/)
    expect(stdout).toMatch(/\nVotes \(2,000 fans, [\d,]+ ballots in [\d.]+ m?s: [\d,]+ a second\)\n/)
    expect(stdout).toMatch(/[\d,]+ {2}over the daily limit of 10\n/)
    expect(stdout).toMatch(/\nTally \([\d,]+ votes\)\n/)
    expect(stdout).toMatch(/\nAudit \([\d,]+ ballots .*\)\n {2}clean: /)
    expect(stdout).toMatch(/\nTrending artists .* in [\d.]+ m?s\)\n/)
    expect(stdout).toMatch(/ {2}1 {2}Iron Tide +\d+\.\d {2}[\d,]+ recent votes, 2,000 active fans, /)
    expect(stdout).toContain('\nTrending shows\n')
  })

  it('stops at Ctrl-C in the middle of the rush, and reports the ballots that were cast', async () => {
    const { exitCode, stdout, stderr } = await runDemo(smallArtist, { interruptAt: 'fans vote' })
    expect(exitCode).toBe(130)
    expect(stderr).toContain('Cancelled. The report shows what was done until then.')
    const { import: imported, votes, trending } = readDemoJson(stdout)
    expect({ status: imported.status, trending }).toEqual({ status: 'completed', trending: null })
    expectTrueVotes(votes)
    expect(votes?.audit.clean).toBe(true)
  })
})
