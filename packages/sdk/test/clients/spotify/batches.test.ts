import { describe, expect, it } from 'vitest'
import { UpstreamRejectedError } from '../../../src/upstream/errors.ts'
import { failureOf } from './support/failure-of.ts'
import { refusal, scriptedSpotify } from './support/scripted-spotify.ts'
import { idOf, track } from './support/things.ts'

import { appOf, developmentApp, ids, oldApp } from './support/tiered-app.ts'

describe('batches', () => {
  it.each([403, 404])(
    'are given up after one answer of %i, and their things fetched one by one in order',
    async (status) => {
      const { spotify, urls } = scriptedSpotify(
        ({ path, query }) => (path === '/artists' ? refusal(status) : appOf('legacy', path, query)),
        { tier: 'legacy' },
      )
      const asked = [idOf(3), idOf(901), idOf(1), idOf(3)]
      const found = await spotify.artists(asked)
      expect(found.map((each) => each?.name ?? null)).toEqual(['Artist 3', null, 'Artist 1', 'Artist 3'])
      await spotify.artists(ids(2))
      expect(urls().filter((url) => url.startsWith('/artists?'))).toHaveLength(1)
      expect(urls()).toHaveLength(1 + 3 + 2)
    },
  )

  it('keep the order of the ids, with null for unknown ones and each id asked for once', async () => {
    const { spotify, urls } = scriptedSpotify(oldApp, { tier: 'extended' })
    const found = await spotify.tracks([idOf(5), idOf(902), idOf(5), idOf(2)])
    expect(found.map((each) => each?.name ?? null)).toEqual(['Song 5', null, 'Song 5', 'Song 2'])
    expect(urls()).toEqual([`/tracks?ids=${[idOf(5), idOf(902), idOf(2)].join(',')}`])
  })

  it('of one or of none are no batches', async () => {
    const { spotify, urls } = scriptedSpotify(oldApp, { tier: 'extended' })
    expect(await spotify.albums([])).toEqual([])
    await spotify.albums([idOf(4)])
    expect(urls()).toEqual([`/albums/${idOf(4)}`])
  })

  it('are tried by one caller while the others wait for what comes of it', async () => {
    const { spotify, urls } = scriptedSpotify(developmentApp, { tier: 'extended' })
    await Promise.all([spotify.albums(ids(3)), spotify.albums(ids(3, 10)), spotify.albums(ids(45, 20))])
    expect(urls().filter((url) => url.startsWith('/albums?'))).toHaveLength(1)
  })

  it('fetch at most five things at once where they are not allowed', async () => {
    let now = 0
    let most = 0
    const { spotify } = scriptedSpotify(
      async ({ path, query }) => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 2))
        now--
        return appOf('development', path, query)
      },
      { tier: 'development', limits: { perSecond: null, concurrent: 50 } },
    )
    await spotify.tracks(ids(30))
    expect(most).toBe(5)
  })

  it('fail as a whole when one thing fails otherwise than by being unknown', async () => {
    const { spotify } = scriptedSpotify(
      ({ path }) =>
        path === `/tracks/${idOf(2)}`
          ? refusal(400, 'Bad request')
          : { body: track(Number(path.slice(-20)), 'restricted') },
      { tier: 'development' },
    )
    expect(await failureOf(spotify.tracks(ids(3)))).toBeInstanceOf(UpstreamRejectedError)
  })

  it('tell what they took together', async () => {
    const { spotify } = scriptedSpotify(oldApp, { tier: 'extended' })
    const { response } = await spotify.albums(ids(45)).withResponse()
    expect(response).toMatchObject({ status: 200, attempts: 3, fromCache: false })
  })
})
