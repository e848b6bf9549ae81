import type { Sandbox } from '../../../src/sandbox/index.ts'
import type { Question } from './conversation.ts'

/** Every artist by id, by address and by name. */
export async function walkMusicbrainz(question: Question, { world }: Sandbox): Promise<void> {
  for (const { mbid, spotifyId, name } of world.artists) {
    await question(`/artist/${mbid}?inc=url-rels&fmt=json`)
    await question(`/artist?query=${encodeURIComponent(`artist:"${name}"`)}&fmt=json`)
    if (spotifyId === null) continue
    const resource = encodeURIComponent(`https://open.spotify.com/artist/${spotifyId}`)
    await question(`/url?resource=${resource}&inc=artist-rels&fmt=json`)
  }
}
