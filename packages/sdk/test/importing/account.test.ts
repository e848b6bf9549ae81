import { describe, expect, it } from 'vitest'
import type { ImportGap } from '../../src/domain/import-run.ts'
import { countSkip, emptyLedger, withEntries, withGap } from '../../src/importing/ledger.ts'
import {
  describeTask,
  type ImportTask,
  importTasks,
  percentDone,
  remainingMs,
  storedCounts,
} from '../../src/importing/runs/run-progress.ts'
import { subjectOf } from '../../src/importing/runs/subject-of.ts'

const setlists = { kind: 'setlists', service: 'setlistfm' } as const
const releases = { kind: 'releases', service: 'spotify' } as const
const shows = { kind: 'shows', service: 'ticketmaster' } as const

describe('a ledger', () => {
  it('adds up what each step brings, by kind and service', () => {
    const first = { ...setlists, expected: 30, fetched: 20, stored: 15, skipped: { 'no-songs': 5 } }
    const second = { ...setlists, fetched: 10, stored: 8, skipped: { 'no-songs': 1, 'other-artist': 1 } }
    const { lines } = withEntries(withEntries(emptyLedger, [first, { ...shows, fetched: 1 }]), [second])
    expect(lines).toEqual([
      {
        ...setlists,
        expected: 30,
        fetched: 30,
        stored: 23,
        skipped: { 'no-songs': 6, 'other-artist': 1 },
      },
      { ...shows, expected: null, fetched: 1, stored: 0, skipped: {} },
    ])
  })

  it('keeps kinds of one service, and services of one kind, apart', () => {
    const entries = [shows, { ...shows, service: 'setlistfm' }, { ...shows, kind: 'venues' }] as const
    expect(withEntries(emptyLedger, entries).lines).toHaveLength(3)
  })

  it('believes the last number of what there is, and adds to it what is learned bit by bit', () => {
    const expectedAfter = (...entries: Parameters<typeof withEntries>[1]) =>
      withEntries(emptyLedger, entries).lines[0]!.expected
    expect(expectedAfter({ ...shows, expected: 5 }, { ...shows, expected: 7 })).toBe(7)
    expect(expectedAfter({ ...shows, expected: 5 }, { ...shows, fetched: 5 })).toBe(5)
    expect(expectedAfter({ ...shows, expectedMore: 3 }, { ...shows, expectedMore: 0 })).toBe(3)
    expect(expectedAfter({ ...shows, expectedMore: 3 }, { ...shows, expectedMore: 4 })).toBe(7)
    expect(expectedAfter({ ...shows, fetched: 5 })).toBeNull()
  })

  it('names no reason for which nothing was skipped', () => {
    const [line] = withEntries(emptyLedger, [{ ...shows, skipped: { 'same-evening': 0 } }]).lines
    expect(line!.skipped).toEqual({})
  })

  it('is not changed by what is added to a copy of it', () => {
    const one = withEntries(emptyLedger, [{ ...shows, fetched: 1, skipped: { parking: 1 } }])
    const before = structuredClone(one)
    withEntries(one, [{ ...shows, fetched: 1, skipped: { parking: 1 } }])
    expect(one).toEqual(before)
    expect(emptyLedger).toEqual({ lines: [], gaps: [] })
  })

  it('holds the latest gap of one kind, service and reason', () => {
    const gap = (reason: string, message: string): ImportGap => ({ ...shows, reason, message, retryAt: null })
    const gaps = [gap('rate-limited', 'first'), gap('upstream-failed', 'down'), gap('rate-limited', 'later')]
    expect(gaps.reduce(withGap, emptyLedger).gaps.map(({ message }) => message)).toEqual(['down', 'later'])
  })

  it('counts what is left out', () => {
    const skipped = {}
    for (const reason of ['parking', 'resale', 'parking']) countSkip(skipped, reason)
    expect(skipped).toEqual({ parking: 2, resale: 1 })
  })
})

describe('the progress of an import', () => {
  const tasks = Object.keys(importTasks) as ImportTask[]

  it('is nothing at first and 100 when every part has ended', () => {
    expect(percentDone(emptyLedger, new Set())).toBe(0)
    expect(percentDone(emptyLedger, new Set(tasks))).toBe(100)
  })

  it('rises by the share of each part that ends, whatever it has found', () => {
    expect(percentDone(emptyLedger, new Set(['artist']))).toBe(importTasks.artist.share)
    expect(percentDone(emptyLedger, new Set(['artist', 'songs']))).toBe(
      importTasks.artist.share + importTasks.songs.share,
    )
  })

  it('counts what was fetched of what there is, in tenths of a percent', () => {
    const ledger = withEntries(emptyLedger, [{ ...setlists, expected: 60, fetched: 20 }])
    expect(percentDone(ledger, new Set(['artist']))).toBe(
      importTasks.artist.share + Math.round((importTasks.setlists.share / 3) * 10) / 10,
    )
    const done = withEntries(ledger, [{ ...setlists, fetched: 100 }])
    expect(percentDone(done, new Set())).toBe(importTasks.setlists.share)
    expect(percentDone(done, new Set(['setlists']))).toBe(importTasks.setlists.share)
  })

  it('of the songs goes by releases: tracks are known only of those that have been read', () => {
    const ledger = withEntries(emptyLedger, [
      { ...releases, expected: 40, fetched: 10, stored: 10 },
      { kind: 'tracks', service: 'spotify', expectedMore: 120, fetched: 120, stored: 120 },
    ])
    expect(percentDone(ledger, new Set())).toBe(importTasks.songs.share / 4)
    expect(describeTask(ledger, 'songs')).toBe('10 of 40 releases read')
  })

  it('is told in words', () => {
    const ledger = withEntries(emptyLedger, [
      { ...setlists, expected: 127, fetched: 60 },
      { ...shows, fetched: 3 },
    ])
    expect(describeTask(ledger, 'setlists')).toBe('60 of 127 setlists read')
    expect(describeTask(ledger, 'shows')).toBe('3 of 3 events read')
    expect(describeTask(ledger, 'songs')).toBe('No releases to read')
  })

  it('tells what remains at the pace so far, once there is a pace', () => {
    expect(remainingMs(10_000, 25)).toBe(30_000)
    expect(remainingMs(10_000, 100)).toBe(0)
    expect(remainingMs(10_000, importTasks.artist.share)).toBeNull()
    expect(remainingMs(0, 50)).toBeNull()
  })

  it('counts stored things by kind, over all services', () => {
    const ledger = withEntries(emptyLedger, [
      { ...shows, stored: 3 },
      { ...shows, service: 'setlistfm', stored: 4 },
      { ...setlists, stored: 2 },
    ])
    expect(storedCounts(ledger)).toEqual({ shows: 7, setlists: 2 })
  })
})

describe('the subject of a run', () => {
  it('is one for references that mean the same', () => {
    expect(subjectOf({ mbid: 'ABCDEF' })).toBe(subjectOf({ mbid: 'abcdef' }))
    for (const name of ['SIGUR ROS', ' sigur  rós ', 'The Sigur Rós'])
      expect(subjectOf({ name }), name).toBe(subjectOf({ name: 'Sigur Rós' }))
  })

  it('is another for references that do not', () => {
    const references = [
      { spotifyId: 'aB' },
      { spotifyId: 'AB' },
      { ticketmasterId: 'aB' },
      { mbid: 'aB' },
      { name: 'aB' },
      { name: 'カカ' },
      { name: 'ガガ' },
      { name: '!!!' },
      { name: '+/-' },
    ]
    expect(new Set(references.map(subjectOf)).size).toBe(references.length)
  })
})
