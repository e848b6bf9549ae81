import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote, type Setvote, silentLogger } from '@setvote/sdk'
import { allJobs, type EndedRun, type Job, runSlot } from '@setvote/sdk/jobs'
import { createSandbox, type Sandbox, worldTruth } from '@setvote/sdk/sandbox'
import type { Setlist, Show, Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Everything, everything } from '../support/everything.ts'
import { isDue } from './support/is-due.ts'

const begin = '2026-11-21'
const end = '2026-11-29'
const halfHour = 30 * 60_000
/** Small enough to be used up on most days. */
const budgets = { ticketmaster: 45, setlistfm: 14 }

let clock: FakeClock
let sandbox: Sandbox
let storage: Storage
let setvote: Setvote
const runs: EndedRun[] = []
/** Calls of each UTC day. */
const calls: Record<string, Record<string, number>> = {}

function open(kept: Storage, perDay: typeof budgets | null): Setvote {
  const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
  return createSetvote({
    storage: kept,
    clock,
    spotify: { ...spotify, limits: { perSecond: null } },
    ticketmaster: { ...ticketmaster, limits: { perSecond: null, perDay: perDay?.ticketmaster ?? null } },
    setlistfm: { ...setlistfm, limits: { perSecond: null, perDay: perDay?.setlistfm ?? null } },
    musicbrainz: { ...musicbrainz, limits: { perSecond: null } },
  })
}

async function importAll(into: Setvote): Promise<void> {
  for (const { spotifyId } of sandbox.world.artists.slice(0, 8)) {
    if (!spotifyId) continue
    const { id } = await into.imports.start({ spotifyId })
    await into.imports.finished(id)
  }
}

interface Slot {
  readonly job: Job
  readonly slotAt: Date
}

async function runNow({ job, slotAt }: Slot): Promise<EndedRun> {
  const before = sandbox.callsByService()
  const outcome = await runSlot({
    ...{ job, setvote, slotAt, clock, owner: 'one', trigger: 'schedule', logger: silentLogger },
  })
  if (outcome.status !== 'ran') throw new Error(`${job.name} at ${slotAt.toISOString()}: ${outcome.status}`)
  const today = clock.now().toISOString().slice(0, 10)
  const counted = calls[today] ?? {}
  calls[today] = counted
  for (const [service, count] of Object.entries(sandbox.callsByService())) {
    counted[service] = (counted[service] ?? 0) + count - before[service as keyof typeof before]
  }
  runs.push(outcome.run)
  return outcome.run
}

/** What a scheduler does, as far as jobs see it: every due slot, and deferred ones again when their time has come. */
async function live(until: string): Promise<void> {
  const deferred = new Map<string, Slot & { readonly retryAt: Date }>()
  const run = async (slot: Slot) => {
    deferred.delete(slot.job.name)
    const ended = await runNow(slot)
    if (ended.status === 'deferred') deferred.set(slot.job.name, { ...slot, retryAt: ended.retryAt })
  }
  while (clock.now() < new Date(`${until}T00:00:00Z`)) {
    const now = clock.now()
    const today = now.toISOString().slice(0, 10)
    if (sandbox.world.today < today) sandbox.advanceTo(today)
    for (const slot of [...deferred.values()]) if (slot.retryAt <= now) await run(slot)
    for (const job of allJobs) if (isDue(job.schedule.cron, now)) await run({ job, slotAt: now })
    await clock.advance(halfHour)
  }
}

beforeAll(async () => {
  clock = fakeClock(`${begin}T00:00:00Z`)
  sandbox = createSandbox({ today: begin, limits: false, clock })
  storage = memoryStorage({ clock })
  await importAll(open(storage, null))
  setvote = open(storage, budgets)
  const artists = await setvote.artists.list().toArray({ limit: 100 })
  for (const { id } of artists.slice(0, 4)) {
    await storage.fans.follow({ fanId: 'f', artistId: id, following: true, at: clock.now() })
  }
  sandbox.reset()
  await live(end)
}, 280_000)

const byUrl = ({ setlists }: Everything) =>
  new Map(
    setlists
      .filter(({ kind }) => kind === 'actual')
      .map(({ url, versionId, localDate, songs }: Setlist) => [
        url,
        { versionId, localDate, songs: songs.map(({ title }) => title) },
      ]),
  )

const titles = ({ songs }: Everything) => songs.map(({ title, kind }) => `${title} (${kind})`).sort()

const upcoming = ({ shows }: Everything) =>
  new Map(
    shows
      .filter(({ localDate }: Show) => localDate !== null && localDate >= end)
      .flatMap((show) =>
        show.externalIds
          .filter(({ service }) => service === 'ticketmaster')
          .map(
            ({ id }) =>
              [id, { localDate: show.localDate, localTime: show.localTime, status: show.status }] as const,
          ),
      ),
  )

describe('a week of all jobs', () => {
  it('ends every slot well, or defers it for lack of budget', () => {
    const failed = runs.filter(({ status }) => status !== 'succeeded' && status !== 'deferred')
    expect(failed).toEqual([])
    expect(runs.filter(({ job }) => job === 'calculate-trending')).toHaveLength(8 * 48)
    expect(new Set(runs.map(({ job }) => job)).size).toBe(10)
    expect(runs.some(({ status }) => status === 'deferred')).toBe(true)
  })

  it('never spends more than a day’s budget', () => {
    for (const [day, counted] of Object.entries(calls)) {
      expect(counted.ticketmaster ?? 0, day).toBeLessThanOrEqual(budgets.ticketmaster)
      expect(counted.setlistfm ?? 0, day).toBeLessThanOrEqual(budgets.setlistfm)
    }
  })

  it('leaves in storage what the world says', async () => {
    const fresh = memoryStorage({ clock })
    await importAll(open(fresh, null))
    const [kept, truth] = [await everything(storage), await everything(fresh)]
    expect(kept.artists.map(({ name }) => name).sort()).toEqual(truth.artists.map(({ name }) => name).sort())
    expect(byUrl(kept)).toEqual(byUrl(truth))
    expect(titles(kept)).toEqual(titles(truth))
    expect(upcoming(kept)).toEqual(upcoming(truth))
    expect(await storage.settings.list('sync.gap.')).toEqual([])
    expect(await storage.ops.integrity()).toEqual({ status: 'sound', problems: [] })
  })

  it('knows of each evening of the week once, announced and played', async () => {
    const { shows, setlists, artists } = await everything(storage)
    const { world } = sandbox
    let seen = 0
    for (const artist of artists) {
      const known = world.artists.find(({ name }) => name === artist.name)!
      for (const past of worldTruth(world, known.id).shows.past) {
        if (past.localDate! < begin) continue
        const here = shows.filter(
          ({ localDate, lineup }) =>
            localDate === past.localDate && lineup.some(({ artistId }) => artistId === artist.id),
        )
        const times = new Set(here.map(({ localTime }) => localTime))
        expect(here.length, `${artist.name} on ${past.localDate}`).toBe(times.size)
        seen += here.length
      }
    }
    expect(seen).toBeGreaterThan(3)
    const predicted = new Set(setlists.filter(({ kind }) => kind === 'predicted').map(({ showId }) => showId))
    const coming = shows.filter(
      ({ localDate, status, lineup }) =>
        localDate !== null &&
        localDate >= end &&
        localDate < '2027-05-01' &&
        (status === 'scheduled' || status === 'rescheduled') &&
        lineup.some(({ artistId }) => artistId !== null),
    )
    expect(coming.filter(({ id }) => !predicted.has(id))).toEqual([])
  })
})
