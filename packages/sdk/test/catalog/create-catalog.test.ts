import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../src/catalog/create-catalog.ts'
import type { Show } from '../../src/domain/show.ts'
import { mergeShow } from '../../src/domain/show.ts'
import type { PageQuery, ShowQuery } from '../../src/storage/catalog-store.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const clock = fakeClock('2026-11-21T23:30:00Z')

const showOn = (id: string, localDate: string | null, timeZone: string | null = null): Show =>
  mergeShow(
    null,
    {
      name: id,
      localDate,
      timeZone,
      externalIds: [],
      source: { service: 'ticketmaster', at: clock.now(), url: null },
    },
    { id, at: clock.now() },
  )

/** A catalog over these shows, two to a page, and the queries that storage was asked. */
function catalogOf(...shows: readonly Show[]) {
  const asked: (ShowQuery & PageQuery)[] = []
  const byDay = shows.toSorted((a, b) => (a.localDate ?? '~').localeCompare(b.localDate ?? '~'))
  const storage = {
    shows: {
      find: async (reference: unknown) => shows.find(({ id }) => id === reference) ?? null,
      async list(query: ShowQuery & PageQuery) {
        asked.push(query)
        const { from = '', to = '~', order, cursor } = query
        const matching = byDay.filter(
          ({ localDate }) => localDate !== null && localDate >= from && localDate <= to,
        )
        const ordered = order === 'descending' ? matching.toReversed() : matching
        const start = Number(cursor ?? 0)
        const items = ordered.slice(start, start + 2)
        return { items, nextCursor: start + 2 < ordered.length ? String(start + 2) : null }
      },
    },
  } as unknown as Storage
  return { asked, ...createCatalog({ storage, clock }) }
}

const idsOf = async (list: AsyncIterable<Show>) => (await Array.fromAsync(list)).map(({ id }) => id)

describe('the shows of an artist', () => {
  // Half past eleven at night in UTC: Berlin has the 22nd already, Los Angeles the afternoon of the 21st.
  const shows = [
    showOn('long ago', '2025-01-01', 'Europe/Berlin'),
    showOn('yesterday in Berlin', '2026-11-21', 'Europe/Berlin'),
    showOn('today in Los Angeles', '2026-11-21', 'America/Los_Angeles'),
    showOn('yesterday in Los Angeles', '2026-11-20', 'America/Los_Angeles'),
    showOn('today somewhere', '2026-11-21'),
    showOn('today in Berlin', '2026-11-22', 'Europe/Berlin'),
    showOn('today in Kiritimati', '2026-11-22', 'Pacific/Kiritimati'),
    showOn('next year', '2027-06-01', 'Europe/Berlin'),
    showOn('some day', null),
  ]

  it('are upcoming from the day on that their own place has today, the next one first', async () => {
    const upcoming = await idsOf(catalogOf(...shows).shows.upcoming('art_1'))
    expect(upcoming).toEqual([
      'today in Los Angeles',
      'today somewhere',
      'today in Berlin',
      'today in Kiritimati',
      'next year',
    ])
  })

  it('are past before that day, the latest first, and none is both or neither', async () => {
    const catalog = catalogOf(...shows)
    const past = await idsOf(catalog.shows.past('art_1'))
    expect(past).toEqual(['yesterday in Berlin', 'yesterday in Los Angeles', 'long ago'])
    const upcoming = await idsOf(catalog.shows.upcoming('art_1'))
    const dated = shows.filter(({ localDate }) => localDate !== null).map(({ id }) => id)
    expect([...past, ...upcoming].toSorted()).toEqual(dated.toSorted())
  })

  it('are asked for by the page, and only as many as are wanted', async () => {
    const { shows: reader, asked } = catalogOf(...shows)
    expect(await reader.upcoming('art_1').toArray({ limit: 1 })).toHaveLength(1)
    expect(asked).toEqual([{ artistId: 'art_1', from: '2026-11-21', cursor: null }])
  })

  it('can be listed on from a page in another process', async () => {
    const list = catalogOf(...shows).shows.past('art_1')
    const pages = await Array.fromAsync(list.pages())
    const [first, second] = pages
    expect(pages.length).toBeGreaterThan(1)
    const again = await Array.fromAsync(
      catalogOf(...shows)
        .shows.past('art_1')
        .pages({ from: first!.next! }),
    )
    expect(again[0]).toEqual(second)
  })
})

describe('a thing that is not stored', () => {
  it('is null to find and an error to get', async () => {
    const { shows } = catalogOf(showOn('a', null))
    expect((await shows.get('a')).id).toBe('a')
    expect(await shows.find('b')).toBeNull()
    await expect(shows.get('b')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('b'),
    })
    await expect(shows.get({ service: 'ticketmaster', id: 'G5' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no show ticketmaster id G5 in storage',
    })
  })
})
