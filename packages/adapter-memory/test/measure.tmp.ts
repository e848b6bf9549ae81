import { memoryStorage } from '../src/index.ts'

const gc = (globalThis as unknown as { gc(): void }).gc
const source = { service: 'spotify' as const, at: new Date(), url: 'https://open.spotify.com' }
const song = (artistId: string, n: number, src = source) => ({
  artistId,
  title: `Song number ${n}`,
  externalIds: [
    { service: 'spotify' as const, id: `track${n}` },
    { service: 'setvote' as const, id: `${artistId}/song number ${n}` },
  ],
  source: src,
  tracks: [
    {
      spotifyId: `track${n}`,
      title: `Song number ${n}`,
      songTitle: `Song number ${n}`,
      kind: 'studio' as const,
      isrc: `US${n}`,
      durationMs: 200000 + n,
      explicit: false,
      popularity: n % 100,
      previewUrl: null,
      albumId: `alb${n % 50}`,
      albumName: `Album ${n % 50}`,
      albumType: 'album',
      releasedOn: '2011-05-23',
      discNumber: 1,
      trackNumber: n % 20,
      image: null,
    },
  ],
})
async function fill(count: number) {
  const storage = memoryStorage()
  const { entity } = await storage.artists.save({ name: 'A', externalIds: [], source })
  gc(); const before = process.memoryUsage().heapUsed
  const drafts = Array.from({ length: count }, (_, n) => song(entity.id, n))
  const start = performance.now()
  await storage.songs.saveMany(drafts)
  const took = performance.now() - start
  drafts.length = 0
  const heap = process.memoryUsage().heapUsed - before
  return { storage, took, heap, artistId: entity.id }
}
for (const count of [1000, 1000, 100_000, 100_000, 100_000]) {
  const { storage, took, heap, artistId } = await fill(count)
  const find = async (rounds: number) => {
    const s = performance.now()
    for (let i = 0; i < rounds; i++)
      await storage.songs.find({ service: 'spotify', id: `track${(i * 7919) % count}` })
    return ((performance.now() - s) / rounds) * 1000
  }
  await find(20000)
  const perFind = await find(100000)
  const l = performance.now()
  await storage.songs.list({ artistId, limit: 50 })
  const first = performance.now() - l
  const l2 = performance.now()
  for (let i = 0; i < 200; i++) await storage.songs.list({ artistId, limit: 50 })
  const list = (performance.now() - l2) / 200
  const l3 = performance.now()
  let c: string | null = null,
    n = 0
  do {
    const p = await storage.songs.list({ artistId, limit: 1000, cursor: c })
    n += p.items.length
    c = p.nextCursor
  } while (c)
  const all = performance.now() - l3
  gc(); const before = process.memoryUsage().heapUsed
  const drafts = Array.from({ length: count }, (_, n) => song(artistId, n))
  const l4 = performance.now()
  await storage.songs.saveMany(drafts)
  const again = performance.now() - l4
  console.log({
    count,
    saveMs: took.toFixed(0),
    againMs: again.toFixed(0),
    heapPerSong: (heap / count).toFixed(0),
    findUs: perFind.toFixed(2),
    first: first.toFixed(2),
    list50ms: list.toFixed(3),
    all: all.toFixed(0),
    n,
  })
}
