import type { SongDraft, Storage } from '@setvote/sdk/storage'

/** Whom the songs belong to. */
export async function saveArtist(storage: Storage): Promise<string> {
  const { entity } = await storage.artists.save({
    name: 'Velvet Harbor',
    externalIds: [{ service: 'spotify', id: '7Ln80lUS6He07XvHI8qqHH' }],
    source: { service: 'spotify', at: new Date(0), url: null },
  })
  return entity.id
}

/** Songs of one artist, each with a recording and an external id. */
export function songDrafts(artistId: string, count: number): SongDraft[] {
  const source = { service: 'spotify', at: new Date(0), url: null } as const
  return Array.from({ length: count }, (_, index): SongDraft => {
    const title = `Song ${index}`
    const spotifyId = spotifyIdOf(index)
    return {
      artistId,
      title,
      tracks: [
        {
          spotifyId,
          title,
          songTitle: title,
          kind: 'studio',
          isrc: `USVH1${String(index).padStart(7, '0')}`,
          durationMs: 180_000 + index,
          explicit: false,
          popularity: index % 100,
          previewUrl: null,
          albumId: spotifyIdOf(Math.floor(index / 12)),
          albumName: `Album ${Math.floor(index / 12)}`,
          albumType: 'album',
          releasedOn: '2011-05-23',
          discNumber: 1,
          trackNumber: (index % 12) + 1,
          image: null,
        },
      ],
      externalIds: [{ service: 'spotify', id: spotifyId }],
      source,
    }
  })
}

export const spotifyIdOf = (index: number): string => String(index).padStart(22, 's')
