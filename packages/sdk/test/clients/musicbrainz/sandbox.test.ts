import { describe, expect, it } from 'vitest'
import { createMusicbrainz } from '../../../src/clients/musicbrainz/client.ts'
import { spotifyIdsOf } from '../../../src/clients/musicbrainz/to-domain.ts'
import { createSandbox } from '../../../src/sandbox/index.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
const sandbox = createSandbox({ seed: 7, clock })
const musicbrainz = createMusicbrainz({ ...sandbox.credentials.musicbrainz, clock, waitBudgetMs: 600_000 })
const listed = sandbox.world.artists.filter(({ onMusicbrainz }) => onMusicbrainz)
const linked = listed.filter(({ spotifyId, links }) => spotifyId !== null && links.musicbrainzToSpotify)

describe('the bridge, over the sandbox', () => {
  it('leads from every Spotify page that MusicBrainz knows to its artist, and back', async () => {
    const found = await musicbrainz.mbidsOfSpotify(linked.map(({ spotifyId }) => spotifyId!))
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(linked.map(({ spotifyId, mbid }) => [spotifyId, mbid])),
    )
    const [artist] = linked
    expect(spotifyIdsOf(await musicbrainz.artist(artist!.mbid))).toEqual([artist!.spotifyId])
  })

  it('finds artists by their names', async () => {
    for (const { name, mbid } of listed.slice(0, 8)) {
      const found = await musicbrainz.searchArtists(name).toArray({ limit: 25 })
      expect(
        found.map(({ id }) => id),
        name,
      ).toContain(mbid)
    }
  })

  it('is never too fast, and sees nothing it does not know', () => {
    expect(sandbox.calls().filter(({ status }) => status !== 200)).toEqual([])
    expect(musicbrainz.metrics().drift).toEqual({})
  })
})
