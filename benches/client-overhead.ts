import { lruCacheStore } from '@setvote/sdk'
import { createSpotify } from '@setvote/sdk/spotify'
import { SpotifyApi } from '@spotify/web-api-ts-sdk'
import type { ArtistServer } from './children/artist-server.ts'
import { startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { spotifyIds } from './support/spotify-ids.ts'

const delayMs = 20
const rounds = 250
const warmUp = 40

/**
 * What one GET of an artist takes from call to value, one after the other, at a server that answers after 20 ms.
 * Ours validates, looks into a cache that does not know the answer, and asks a limiter whose pace does not bind.
 */
export async function* clientOverhead(): AsyncGenerator<Row> {
  const server = await startChild<ArtistServer>('artist-server.ts', { delayMs })
  try {
    const { origin } = server.ready
    const nextId = spotifyIds()

    const ours = createSpotify({
      clientId: 'bench',
      clientSecret: 'bench',
      baseUrl: `${origin}/v1`,
      accountsUrl: origin,
      cache: lruCacheStore(),
      limits: { perSecond: 1000, perDay: null },
    })
    const theirs = SpotifyApi.withAccessToken(
      'bench',
      { access_token: 'BQC4-a-token', token_type: 'Bearer', expires_in: 3600, refresh_token: '' },
      {
        // It knows no other address: the host is all that changes.
        fetch: (input, init) => fetch(String(input).replace('https://api.spotify.com', origin), init),
      },
    )
    const raw = async (id: string): Promise<unknown> => {
      const response = await fetch(`${origin}/v1/artists/${id}`, {
        headers: { authorization: 'Bearer BQC4-a-token' },
      })
      return JSON.parse(await response.text())
    }

    const medians = await interleaved(
      {
        ours: async () => (await ours.artist(nextId())).name,
        theirs: async () => (await theirs.artists.get(nextId())).name,
        raw: () => raw(nextId()),
      },
      { rounds, warmUp },
    )
    explain(
      `client.overhead: ${rounds} rounds of one call each; ours adds ${(medians.ours - medians.raw).toFixed(2)} ms to ` +
        `fetch, @spotify/web-api-ts-sdk ${(medians.theirs - medians.raw).toFixed(2)} ms`,
    )
    const { cacheMisses, cacheHits } = ours.metrics()
    if (cacheHits > 0 || cacheMisses < rounds)
      throw new Error('client.overhead: every call was to miss the cache')
    yield compared('client.overhead', medians.ours, 'ms', '@spotify/web-api-ts-sdk 1.2.0', medians.theirs)
    yield compared(
      'client.overhead.fetch',
      medians.raw,
      'ms',
      '@spotify/web-api-ts-sdk 1.2.0',
      medians.theirs,
    )
  } finally {
    await server.stop()
  }
}
