import type { Sandbox } from '../../../src/sandbox/index.ts'

/** Asks a sandbox as a client would: with its credentials, at the addresses they name. */
export interface Ask {
  spotify(path: string, init?: RequestInit): Promise<Response>
  ticketmaster(path: string, init?: RequestInit): Promise<Response>
  setlistfm(path: string, init?: RequestInit): Promise<Response>
  musicbrainz(path: string, init?: RequestInit): Promise<Response>
  token(): Promise<string>
}

/** `transport` is the global `fetch` for a sandbox that listens, its own otherwise. */
export function ask({ credentials }: Pick<Sandbox, 'credentials'>): Ask {
  const { spotify, ticketmaster, setlistfm, musicbrainz } = credentials
  let token: Promise<string> | null = null
  const send = (
    part: { readonly fetch?: typeof fetch },
    url: string,
    headers: object,
    init: RequestInit = {},
  ) => (part.fetch ?? fetch)(url, { ...init, headers: { ...headers, ...(init.headers as object) } })

  async function newToken(): Promise<string> {
    const authorization = `Basic ${btoa(`${spotify.clientId}:${spotify.clientSecret}`)}`
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    const answer = await send(
      spotify,
      `${spotify.accountsUrl}/api/token`,
      { authorization },
      { method: 'POST', body },
    )
    return ((await answer.json()) as { access_token: string }).access_token
  }

  return {
    token: newToken,
    async spotify(path, init) {
      token ??= newToken()
      return send(spotify, spotify.baseUrl + path, { authorization: `Bearer ${await token}` }, init)
    },
    ticketmaster(path, init) {
      const url = new URL(ticketmaster.baseUrl + path)
      url.searchParams.set('apikey', ticketmaster.apiKey)
      return send(ticketmaster, url.href, {}, init)
    },
    setlistfm: (path, init) =>
      send(
        setlistfm,
        setlistfm.baseUrl + path,
        { 'x-api-key': setlistfm.apiKey, accept: 'application/json' },
        init,
      ),
    musicbrainz: (path, init) =>
      send(musicbrainz, musicbrainz.baseUrl + path, { 'user-agent': musicbrainz.userAgent }, init),
  }
}
