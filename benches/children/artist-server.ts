import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveParent } from '../support/child.ts'

/** A server that knows one artist under every id, and answers after a while. */
export interface ArtistServer {
  readonly options: { readonly delayMs: number }
  readonly ready: { readonly origin: string }
  readonly answers: Readonly<Record<never, never>>
}

await serveParent<ArtistServer>(async ({ delayMs }) => {
  const server = createServer((request, response) => {
    const id = request.url!.split('/').at(-1)!
    const body = JSON.stringify(id === 'token' ? token : artist(id))
    const answer = () => {
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      response.end(body)
    }
    if (delayMs === 0) answer()
    else setTimeout(answer, delayMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { ready: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, answers: {} }
})

const token = { access_token: 'BQC4-a-token', token_type: 'Bearer', expires_in: 3600 }

/** As Spotify describes one. */
function artist(id: string) {
  const image = (size: number) => ({
    url: `https://i.scdn.co/image/ab6761610000e5eb${'0123456789abcdef0123456789'.slice(0, 24)}${size}`,
    height: size,
    width: size,
  })
  return {
    external_urls: { spotify: `https://open.spotify.com/artist/${id}` },
    followers: { href: null, total: 1_248_316 },
    genres: ['alternative rock', 'indie rock', 'modern rock', 'permanent wave'],
    href: `https://api.spotify.com/v1/artists/${id}`,
    id,
    images: [image(640), image(320), image(160)],
    name: 'Velvet Harbor',
    popularity: 74,
    type: 'artist',
    uri: `spotify:artist:${id}`,
  }
}
