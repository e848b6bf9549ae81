import { memoryStorage } from '@setvote/adapter-memory'
import { createSync, isReconciled, type SyncResult } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { toArtistDraft } from '@setvote/sdk/ticketmaster'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Everything, everything } from '../support/everything.ts'
import { describeRecorded } from '../support/recorded.ts'
import type { RecordedClients } from './support/exchange.ts'
import { plain } from './support/field-list.ts'
import { type RecordedServer, serveRecorded } from './support/recorded-server.ts'
import {
  type RecordedAttraction,
  type RecordedEvent,
  recordedAttractions,
  recordedEvents,
  ticketmasterArchive,
} from './support/ticketmaster-archive.ts'

/** Why an event is none that an artist plays, read off the file by other code than the one under test. */
const reasonsToSkip: readonly ((event: RecordedEvent) => boolean)[] = [
  ({ classifications = [], _embedded }) => classifications.length === 0 && !_embedded?.attractions?.length,
  ({ classifications = [] }) =>
    classifications.length > 0 && classifications.every(({ segment }) => segment?.name !== 'Music'),
  ({ name = '' }) =>
    /\b(vip|package|pass|passes|parking|upgrade|camping|meet (&|and) greet|tickets?)\b/i.test(name),
]

/** What is sold beside an evening is never one. */
const isBeside = ({ name = '' }: RecordedEvent): boolean =>
  /\b(vip packages?|\d+[- ]day pass|rv pass|parking pass)\b/i.test(name)

describeRecorded('recorded events, by each attraction that they name', () => {
  const attractions = recordedAttractions()
  const clock = fakeClock('2019-06-01T12:00:00Z', { auto: true })
  const storage = memoryStorage({ clock })
  let server: RecordedServer
  let clients: RecordedClients
  let results: ReadonlyMap<string, SyncResult>
  let stored: Everything

  beforeAll(async () => {
    server = await serveRecorded()
    clients = server.clients(ticketmasterArchive(), clock.now())
    for (const { id } of attractions) {
      const { draft } = toArtistDraft(await clients.ticketmaster.attraction(id), { at: clock.now() })
      await storage.artists.save(draft!)
    }
    results = await syncAll()
    stored = await everything(storage)
  }, 60_000)
  afterAll(() => server.close())

  async function syncAll(): Promise<Map<string, SyncResult>> {
    const sync = createSync({ storage, clients: { ticketmaster: clients.ticketmaster }, clock })
    const done = new Map<string, SyncResult>()
    for (const { id } of attractions) {
      const artist = await storage.artists.find({ service: 'ticketmaster', id })
      done.set(id, await sync.shows(artist!.id))
    }
    return done
  }

  it.each(attractions)('are all accounted for: $name', ({ id }) => {
    const events = eventsOf(id)
    const { ledger, status } = results.get(id)!
    const { fetched, expected, stored: count, skipped } = ledger.lines.find(({ kind }) => kind === 'shows')!
    expect({ status, reconciled: isReconciled(ledger) }).toEqual({ status: 'completed', reconciled: true })
    expect([expected, fetched]).toEqual([events.length, events.length])
    expect(count + Object.values(skipped).reduce((sum, each) => sum + each, 0)).toBe(events.length)
  })

  it.each(attractions)(
    'are stored as they were recorded, or left out for a reason: $name',
    async (attraction) => {
      for (const event of eventsOf(attraction.id)) await expectShow(storage, event, attraction)
    },
  )

  it('change nothing when they are read again', async () => {
    await clock.advance(86_400_000)
    await syncAll()
    expect(await everything(storage)).toEqual(stored)
  })
})

const eventsOf = (attractionId: string): RecordedEvent[] =>
  recordedEvents().filter((event) => event._embedded?.attractions?.some(({ id }) => id === attractionId))

async function expectShow(
  storage: Storage,
  event: RecordedEvent,
  attraction: RecordedAttraction,
): Promise<void> {
  const show = await storage.shows.find({ service: 'ticketmaster', id: event.id })
  if (!show) {
    expect(
      reasonsToSkip.some((isReason) => isReason(event)),
      `${event.name} is left out for no reason`,
    ).toBe(true)
    return
  }
  expect(isBeside(event), `${event.name} is an evening`).toBe(false)
  const artist = await storage.artists.find({ service: 'ticketmaster', id: attraction.id })
  expect(show.lineup).toContainEqual(
    expect.objectContaining({ artistId: artist!.id, ticketmasterId: attraction.id }),
  )
  const { dateTBA, dateTBD, localDate = null } = event.dates?.start ?? {}
  expect(show.localDate).toBe(dateTBA || dateTBD ? null : localDate)
  const [venue] = event._embedded?.venues ?? []
  if (venue && plain(venue.name)) {
    expect(await storage.venues.find(show.venueId!)).toMatchObject({
      externalIds: expect.arrayContaining([{ service: 'ticketmaster', id: venue.id }]),
    })
  }
  const [main] = show.externalIds
  if (main!.id === event.id)
    expect(show).toMatchObject({ name: plain(event.name), ticketUrl: event.url ?? null })
}
