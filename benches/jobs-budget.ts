import { memoryStorage } from '@setvote/adapter-memory'
import { type Clock, createSetvote, eachItem, type Setvote, silentLogger } from '@setvote/sdk'
import { runSlot, updateActiveArtists } from '@setvote/sdk/jobs'
import { defaultTrendingOptions, type Storage, trendingScore } from '@setvote/sdk/storage'
import { type ActsUpstream, actIds, actsUpstream } from './support/acts-upstream.ts'
import { explain } from './support/explain.ts'
import { compared, type Row } from './support/row.ts'
import { simulatedClock } from './support/simulated-clock.ts'

const artists = 5000
/** Of these acts one in so many plays within two weeks. */
const oneInSoManyPlays = 3
const nightAt = new Date('2026-11-22T02:00:00Z')
/** What the services allow, and what of it is kept for fans who wait for a page. */
const quotas = { ticketmaster: 5000, setlistfm: 1440 } as const
const reserve = 0.1

/**
 * A nightly sync of 5,000 artists at the services' default quotas, on a simulated clock. Every call counts as much as
 * its artist is worth; the oracle knows the worth of all artists and spends the same budget from the top down.
 */
export async function* jobsBudget(): AsyncGenerator<Row> {
  const clock = simulatedClock(nightAt)
  const storage = memoryStorage({ clock })
  const upstream = actsUpstream()
  const setvote = createSetvote({ storage, clock, ...upstream.credentials })
  await fill(storage)
  await setvote.trending.refresh()
  const worth = await worthOfAll(storage)
  await night(setvote, clock)

  const rows = Object.entries(quotas).map(([service, quota]) => {
    const asked = upstream.askedAbout(service)
    if (asked.length > quota) throw new Error(`jobs.budget: ${asked.length} calls to ${service} of ${quota}`)
    const spent = asked.reduce((sum, id) => sum + worth.get(id)!, 0)
    const best = oracle(service, worth, upstream)
    explain(`jobs.budget.${service}: ${asked.length} of ${quota} calls, about ${new Set(asked).size} artists`)
    return compared(`jobs.budget.${service}`, spent, 'worth', 'an oracle', best)
  })
  yield* rows
  const worst = rows.toSorted((a, b) => a.ratio! - b.ratio!)[0]!
  yield { ...worst, name: 'jobs.budget', baseline: `${worst.baseline} (${worst.name})` }
  await setvote.close()
}

/** One run: what it defers is another day's. */
async function night(setvote: Setvote, clock: Clock): Promise<void> {
  const outcome = await runSlot({
    job: updateActiveArtists,
    setvote,
    slotAt: nightAt,
    owner: 'bench',
    trigger: 'schedule',
    options: { limit: artists, batchSize: 50 },
    maxRunMs: 6 * 3_600_000,
    clock,
    logger: silentLogger,
  })
  if (outcome.status !== 'ran' || outcome.run.status !== 'deferred') {
    throw new Error(`jobs.budget: the night ended as ${JSON.stringify(outcome)}`)
  }
  explain(
    `jobs.budget: ${JSON.stringify(outcome.run.counts)}, deferred until ${outcome.run.retryAt.toISOString()}`,
  )
}

/** The same calls for each artist, the most valuable first, until the background's part of the budget is gone. */
function oracle(
  service: string,
  worth: ReadonlyMap<string, number>,
  { callsFor }: Pick<ActsUpstream, 'callsFor'>,
): number {
  let left = quotas[service as keyof typeof quotas] * (1 - reserve)
  let best = 0
  for (const value of [...worth.values()].toSorted((a, b) => b - a)) {
    const calls = Math.min(left, callsFor(service))
    best += calls * value
    left -= calls
  }
  return best
}

async function fill(storage: Storage): Promise<void> {
  const source = { service: 'operator', at: nightAt, url: null } as const
  const places = Array.from({ length: artists }, (_, place) => place)
  const saved = await storage.artists.saveMany(
    places.map((place) => ({
      name: `Act ${place}`,
      popularity: Math.floor(100 * scatter(place) ** 3),
      externalIds: actIds(place),
      source,
    })),
  )
  await storage.shows.saveMany(
    saved
      .filter((_, place) => place % oneInSoManyPlays === 0)
      .map(({ entity: { id, name } }, index) => ({
        name,
        localDate: `2026-11-${String(22 + (index % 9)).padStart(2, '0')}`,
        lineup: [{ artistId: id, name, role: 'headliner' as const, ticketmasterId: null, mbid: null }],
        externalIds: [{ service: 'ticketmaster' as const, id: `show ${index}` }],
        source,
      })),
  )
  for (const [place, { entity }] of saved.entries()) {
    for (let fan = 0; fan < Math.floor(30 * scatter(place + 0.5) ** 8); fan++) {
      await storage.fans.follow({ fanId: `fan ${fan}`, artistId: entity.id, following: true, at: nightAt })
    }
  }
}

/** What each act is worth by the measure that the job says it has, reckoned for every act. */
async function worthOfAll({ artists: acts, trending, fans, shows }: Storage): Promise<Map<string, number>> {
  const worth = new Map<string, number>()
  const idOf = new Map<string, string>()
  for await (const { id, externalIds } of eachItem((cursor) => acts.list({ limit: 1000, cursor }))) {
    const act = externalIds.find(({ service }) => service === 'ticketmaster')!.id
    idOf.set(id, act)
    const request = { kind: 'artists', id, at: nightAt, options: defaultTrendingOptions } as const
    const score = trendingScore((await trending.factors(request))!, defaultTrendingOptions)
    const { followers } = (await fans.counts({ artistId: id }))!
    worth.set(act, score + 10 * Math.log1p(followers))
  }
  const near = { from: '2026-11-21', to: '2026-12-06', limit: 1000 }
  for await (const { lineup, localDate } of eachItem((cursor) => shows.list({ ...near, cursor }))) {
    const away = (Date.parse(localDate!) - Date.parse('2026-11-22')) / 86_400_000
    const act = idOf.get(lineup[0]!.artistId!)!
    worth.set(act, worth.get(act)! + 100 * (1 - away / 15))
  }
  return worth
}

/** Numbers from 0 to 1 without order, the same every time. */
function scatter(place: number): number {
  const far = Math.sin(place * 12.9898) * 43758.5453
  return far - Math.floor(far)
}
