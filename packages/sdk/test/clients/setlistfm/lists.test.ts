import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../../../src/core/errors.ts'
import type { ScriptedAnswer, ScriptedRequest } from '../ticketmaster/support/scripted-fetch.ts'
import { beatles, clientWith, notFound, refusalOf } from './support/scripted-client.ts'

/** A list of so many setlists, twenty to a page. */
const setlistServer =
  (ids: readonly string[]) =>
  ({ query }: ScriptedRequest): ScriptedAnswer => {
    const page = Number(query.get('p'))
    const shown = ids.slice((page - 1) * 20, page * 20)
    if (shown.length === 0) return notFound
    return {
      body: {
        type: 'setlists',
        itemsPerPage: 20,
        page,
        total: ids.length,
        setlist: shown.map((id) => ({ id, versionId: `v${id}`, eventDate: '01-11-2026' })),
      },
    }
  }

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => index.toString(16).padStart(8, '0'))

describe('lists of setlist.fm', () => {
  it('read to the last page, which is the total divided by the page', async () => {
    const { client, requests } = clientWith(setlistServer(numbered(60)))
    const pages = await Array.fromAsync(client.artistSetlists(beatles).pages())
    expect(pages.map(({ items, total, next }) => [items.length, total, next])).toEqual([
      [20, 60, '2'],
      [20, 60, '3'],
      [20, 60, null],
    ])
    expect(requests.map(({ query }) => query.get('p'))).toEqual(['1', '2', '3'])
  })

  it('count by what a page holds: 30 in a search for artists', async () => {
    const { client, requests } = clientWith(() => ({
      body: { itemsPerPage: 30, total: 61, artist: [{ mbid: beatles, name: 'The Beatles' }] },
    }))
    await client.searchArtists({ name: 'Beatles' }).toArray({ limit: 100 })
    expect(requests.map(({ query }) => query.get('p'))).toEqual(['1', '2', '3'])
  })

  it('go on at the number of a page', async () => {
    const { client, requests } = clientWith(setlistServer(numbered(45)))
    const pages = await Array.fromAsync(client.artistSetlists(beatles).pages({ from: '3' }))
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(numbered(45).slice(40))
    expect(requests.map(({ query }) => query.get('p'))).toEqual(['3'])
  })

  it('end behind the last page', async () => {
    const { client } = clientWith(setlistServer(numbered(5)))
    const pages = await Array.fromAsync(client.artistSetlists(beatles).pages({ from: '9' }))
    expect(pages).toEqual([{ items: [], total: null, next: null }])
  })

  it('end at an empty page, whatever the total says', async () => {
    const { client, requests } = clientWith(({ query }) => ({
      body: { total: 2073, itemsPerPage: 20, setlist: query.get('p') === '1' ? [{ id: '63de4613' }] : [] },
    }))
    expect(await client.artistSetlists(beatles).toArray({ limit: 100 })).toHaveLength(1)
    expect(requests).toHaveLength(2)
  })

  it('take a single item without brackets for a list of one', async () => {
    const { client } = clientWith(() => ({
      body: { total: 1, itemsPerPage: 20, setlist: { id: '63de4613' } },
    }))
    expect(await client.artistSetlists(beatles).toArray({ limit: 5 })).toMatchObject([{ id: '63de4613' }])
  })

  it('of updates give each version once, though edits shift the pages meanwhile', async () => {
    const ids = numbered(30)
    const { client } = clientWith((request, index) =>
      setlistServer(index === 0 ? ids : ['0000ffff', ...ids])(request),
    )
    const updates = client.updatedSetlists({ since: new Date('2026-11-20T00:00:00Z') })
    const found = (await updates.toArray({ limit: 100 })).map(({ id }) => id)
    expect(found).toEqual(ids)
    expect(await updates.toArray({ limit: 100 })).toHaveLength(31)
  })

  it.each(['0', '-1', 'last', '1.5', ''])('refuse %j as a position', async (from) => {
    const { client } = clientWith(() => notFound)
    await expect(Array.fromAsync(client.artistSetlists(beatles).pages({ from }))).rejects.toThrow(
      InvalidInputError,
    )
  })

  it('do not take setlists of another artist for those asked for', async () => {
    const setlist = [
      { id: '63de4613', artist: { mbid: 'e01646f2-2a04-450d-8bf2-0d993082e058', name: 'Phish' } },
    ]
    const { client } = clientWith(() => ({ body: { total: 1, itemsPerPage: 20, setlist } }))
    const error = await refusalOf(client.artistSetlists(beatles).toArray({ limit: 5 }))
    expect(error).toMatchObject({
      code: 'unexpected-response',
      issues: ['setlist.artist.mbid: not the artist asked for'],
    })
  })
})
