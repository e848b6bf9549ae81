import { describe, expect, it } from 'vitest'
import { isMusic } from '../../../src/clients/ticketmaster/classification.ts'
import { createTicketmaster } from '../../../src/clients/ticketmaster/client.ts'
import { externalLinksOf, siteIdOf } from '../../../src/clients/ticketmaster/external-links.ts'
import { packageReasons } from '../../../src/clients/ticketmaster/package-rule.ts'
import type { Event } from '../../../src/clients/ticketmaster/schemas.ts'
import { toVenueDraftOf } from '../../../src/clients/ticketmaster/to-domain.ts'
import { toShowDraft } from '../../../src/clients/ticketmaster/to-show-draft.ts'
import { createSandbox } from '../../../src/sandbox/create-sandbox.ts'
import type { WorldArtist } from '../../../src/sandbox/world/world.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const at = new Date('2026-11-21T12:00:00Z')
const clock = fakeClock(at, { auto: true })
const sandbox = createSandbox({ today: '2026-11-21', clock })
const { world } = sandbox
const client = createTicketmaster({ ...sandbox.credentials.ticketmaster, clock, strict: true })

const listed = world.artists.filter(
  (artist): artist is WorldArtist & { attractionId: string } => artist.attractionId !== null,
)
const eventsOf = (attractionId: string) =>
  world.events.filter(({ attractionIds }) => attractionIds.includes(attractionId))
const drafted = (event: Event) => toShowDraft(event, { at, venueId: null }).draft

describe('Ticketmaster over the sandbox', () => {
  it('gives exactly the events that the world holds of each artist, each once', async () => {
    for (const { attractionId } of listed) {
      const found = await client.attractionEvents(attractionId).toArray({ limit: 5000 })
      expect(found.map(({ id }) => id).toSorted()).toEqual(
        eventsOf(attractionId)
          .map(({ id }) => id)
          .toSorted(),
      )
    }
  })

  it('reads an artist with more events than can be paged through, with hardly a call more than pages', async () => {
    const wide = createSandbox({
      today: '2026-11-21',
      clock,
      size: { artists: 3, headliner: { upcomingShows: 2600 } },
      limits: false,
    })
    const busy = createTicketmaster({ ...wide.credentials.ticketmaster, clock, limits: { perSecond: null } })
    const id = wide.world.artists[0]!.attractionId!
    const pages = await Array.fromAsync(busy.attractionEvents(id).pages())
    const found = pages.flatMap(({ items }) => items.map((event) => event.id))
    expect(found.length).toBeGreaterThan(2500)
    expect(found.toSorted()).toEqual(
      wide.world.events
        .filter(({ attractionIds }) => attractionIds.includes(id))
        .map((event) => event.id)
        .toSorted(),
    )
    expect(pages.at(-1)?.total).toBe(found.length)
    expect(wide.calls().every(({ status }) => status === 200)).toBe(true)
    expect(wide.calls().length).toBeLessThanOrEqual(Math.ceil(found.length / 200) + 6)
  })

  it('draws the truth out of the listings: day, time, zone, status', async () => {
    const byId = new Map(world.events.map((event) => [event.id, event]))
    const found = await client.attractionEvents(listed[0]!.attractionId).toArray({ limit: 5000 })
    for (const event of found) {
      const truth = byId.get(event.id)!
      const draft = drafted(event)!
      const isDated = !truth.dateTBA && !truth.dateTBD
      expect(draft.dateStatus).toBe(truth.dateTBA ? 'tba' : truth.dateTBD ? 'tbd' : 'confirmed')
      expect(draft.localDate).toBe(isDated ? truth.localDate : null)
      expect(draft.localTime).toBe(isDated ? truth.localTime : null)
      expect(draft.startsAt?.getTime()).toBe(
        isDated && truth.localTime && truth.startsAt ? Date.parse(truth.startsAt) : undefined,
      )
      expect(draft.initialDate).toBe(truth.initialLocalDate)
      if (truth.status?.startsWith('cancel')) expect(draft.status).toBe('cancelled')
      if (truth.saleStartsAt.startsWith('1900')) expect(draft.onSaleAt).toBeNull()
      expect(toVenueDraftOf(event, { at }).reason).toBeNull()
      expect(draft.timeZone === null).toBe(truth.placeOnly && truth.timezoneMissing)
    }
  })

  it('tells packages, resale and passes from evenings', async () => {
    const expected = {
      'vip-package': 'vip-package',
      resale: 'resale',
      'two-day-pass': 'multi-day-pass',
    } as const
    const found = (
      await Promise.all(
        listed
          .slice(0, 12)
          .map((artist) => client.attractionEvents(artist.attractionId).toArray({ limit: 5000 })),
      )
    ).flat()
    const byId = new Map(world.events.map((event) => [event.id, event]))
    for (const event of found) {
      const { traits } = byId.get(event.id)!
      const reasons = Object.entries(expected).flatMap(([trait, reason]) =>
        traits.some((own) => own === trait) ? [reason] : [],
      )
      expect(packageReasons(event), event.name ?? '').toEqual(reasons)
      expect(isMusic(event)).toBe(true)
    }
  })

  it('reads the links that an attraction has', async () => {
    for (const artist of listed.slice(0, 30)) {
      const attraction = await client.attraction(artist.attractionId)
      const { spotifyIds, mbids } = externalLinksOf(attraction)
      expect(spotifyIds).toEqual(
        artist.links.ticketmasterToSpotify && artist.spotifyId ? [artist.spotifyId] : [],
      )
      expect(mbids).toEqual(artist.links.ticketmasterToMusicbrainz ? [artist.mbid] : [])
      expect(siteIdOf(attraction)).toBe(String(artist.tmid))
    }
  })

  it('answers every verb in strict mode: nothing unknown in any answer', async () => {
    const near = { latitude: world.venues[0]!.latitude, longitude: world.venues[0]!.longitude, radiusKm: 30 }
    const music = 'KZFzniwnSyZfZ7v7nJ'
    const event = world.events[0]!.id
    expect((await client.event(event)).id).toBe(event)
    expect((await client.eventImages(event)).images?.length).toBeGreaterThan(0)
    const events = await client.events({ near, segmentId: music, size: 20 }).toArray({ limit: 20 })
    expect(events.length).toBeGreaterThan(0)
    expect((await client.venues({ near }).toArray({ limit: 5 })).length).toBeGreaterThan(0)
    expect(
      (await client.attractions({ keyword: listed[0]!.name }).toArray({ limit: 5 })).length,
    ).toBeGreaterThan(0)
    const branches = await client.classifications().toArray({ limit: 50 })
    expect(branches.some(({ segment }) => segment?.id === music)).toBe(true)
    expect(
      (await client.suggest({ keyword: listed[0]!.name }))._embedded?.attractions?.length,
    ).toBeGreaterThan(0)
    expect(client.metrics().drift).toEqual({})
  })
})
