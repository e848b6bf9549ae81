import type { Sandbox } from '../../../src/sandbox/index.ts'
import type { Question } from './conversation.ts'
import type { JsonObject } from './json-document.ts'

/** Everything that a Spotify app reads: every artist, release and track, alone, in batches and in pages. */
export async function walkSpotify(question: Question, { world }: Sandbox): Promise<void> {
  const artistIds = world.artists.map(({ spotifyId }) => spotifyId).filter((id) => id !== null)
  const albumIds = world.releases.map(({ id }) => id)
  const trackIds = world.tracks.map(({ id }) => id)

  for (const id of artistIds) {
    await question(`/artists/${id}`)
    await pages(question, `/artists/${id}/albums?include_groups=album,single,appears_on,compilation`, 50)
    await pages(question, `/artists/${id}/albums?market=US`, 10)
    await question(`/artists/${id}/top-tracks?market=US`)
    await question(`/artists/${id}/related-artists`)
    await question(`/recommendations?seed_artists=${id}&limit=5`)
  }
  for (const id of albumIds) {
    await question(`/albums/${id}`)
    await pages(question, `/albums/${id}/tracks`, 50)
  }
  for (const id of trackIds) await question(`/tracks/${id}`)
  await question(`/tracks/${trackIds[0]}?market=US`)
  await question(`/audio-features/${trackIds[0]}`)
  await question(`/audio-analysis/${trackIds[0]}`)
  await batches(question, '/artists', artistIds, 50)
  await batches(question, '/albums', albumIds, 20)
  await batches(question, '/tracks', trackIds, 50)
  await batches(question, '/audio-features', trackIds.slice(0, 100), 100)
  for (const [path, ids] of [
    ['/artists', artistIds],
    ['/albums', albumIds],
    ['/tracks', trackIds],
  ] as const) {
    await question(`${path}?ids=0000000000000000000000,${ids[0]}`)
  }
  for (const path of [
    '/recommendations/available-genre-seeds',
    '/browse/new-releases',
    '/browse/categories',
    '/markets',
    '/audiobooks?ids=1',
    '/chapters?ids=1',
    '/episodes?ids=1',
    '/shows?ids=1',
  ]) {
    await question(path)
  }

  for (const { name } of world.artists) {
    await question(`/search?${new URLSearchParams({ q: name, type: 'artist,album,track', limit: '10' })}`)
  }
  const [headliner] = world.artists
  for (const q of [
    `artist:"${headliner!.name}"`,
    `isrc:${world.tracks[0]!.isrc}`,
    `upc:${world.releases[0]!.upc}`,
    `track:"${world.tracks[0]!.title}" artist:"${headliner!.name}"`,
    'nothing is called like this',
  ]) {
    await question(
      `/search?${new URLSearchParams({ q, type: 'artist,album,track', limit: '5', offset: '0' })}`,
    )
  }
}

async function batches(
  question: Question,
  path: string,
  ids: readonly string[],
  size: number,
): Promise<void> {
  for (let start = 0; start < ids.length; start += size) {
    await question(`${path}?ids=${ids.slice(start, start + size).join(',')}`)
  }
}

/** Follows the pages of a list; apps of the development tier may only ask for ten at once from some lists. */
async function pages(question: Question, path: string, limit: number): Promise<void> {
  const join = path.includes('?') ? '&' : '?'
  for (const size of limit > 10 ? [limit, 10] : [limit]) {
    let offset = 0
    for (;;) {
      const page: JsonObject | null = await question(`${path}${join}limit=${size}&offset=${offset}`)
      if (page === null) break
      offset += size
      if (page.next === null || (page.items as unknown[]).length === 0) return
    }
  }
}
