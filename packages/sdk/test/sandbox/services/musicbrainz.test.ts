import { describe, expect, it } from 'vitest'
import { answerMusicbrainz } from '../../../src/sandbox/services/musicbrainz.ts'
import { artistWith, ask, headliner, type Json, read } from './ask.ts'

const spotifyUrl = (id: string | null) => `https://open.spotify.com/artist/${id}`
const get = (address: string): Json => read(answerMusicbrainz, address)
const relations = (body: Json, type: string): Json[] =>
  body.relations.filter((one: Json) => one.type === type)

describe('MusicBrainz', () => {
  it('answers an artist, with relations when asked', () => {
    const plain = get(`/artist/${headliner.mbid}?fmt=json`)
    expect(plain).toMatchObject({
      id: headliner.mbid,
      name: 'Velvet Harbor',
      'sort-name': 'Velvet Harbor',
      country: 'US',
    })
    expect(plain).not.toHaveProperty('relations')
    const [link] = relations(get(`/artist/${headliner.mbid}?inc=url-rels&fmt=json`), 'free streaming')
    expect(link).toMatchObject({
      'target-type': 'url',
      direction: 'forward',
      url: { resource: spotifyUrl(headliner.spotifyId) },
    })
  })

  it('may know no Spotify page', () => {
    const artist = artistWith('no-spotify-relation')
    expect(relations(get(`/artist/${artist.mbid}?inc=aliases+url-rels&fmt=json`), 'free streaming')).toEqual(
      [],
    )
    expect(ask(answerMusicbrainz, `/url?resource=${spotifyUrl(artist.spotifyId)}&fmt=json`).status).toBe(404)
  })

  it('leads from a page to its artist', () => {
    const resource = spotifyUrl(headliner.spotifyId)
    const body = get(`/url?resource=${encodeURIComponent(resource)}&inc=artist-rels&fmt=json`)
    expect(body).toMatchObject({
      resource,
      relations: [{ direction: 'backward', artist: { id: headliner.mbid } }],
    })
    expect(get(`/url?resource=${resource}&fmt=json`)).not.toHaveProperty('relations')
  })

  it('leads from several pages to those that are known', () => {
    const other = artistWith('unicode-japanese')
    const query = [headliner.spotifyId, '0000000000000000000000', other.spotifyId]
      .map((id) => `resource=${spotifyUrl(id)}`)
      .join('&')
    const body = get(`/url?${query}&inc=artist-rels&fmt=json`)
    expect(body['url-count']).toBe(2)
    expect(body.urls.map((url: Json) => url.relations[0].artist.id)).toEqual([headliner.mbid, other.mbid])
    const none = ['1', '2'].map((id) => `resource=${spotifyUrl(id)}`).join('&')
    expect(get(`/url?${none}&fmt=json`).urls).toEqual([])
  })

  it.each([
    ['/artist/nonsense?fmt=json', 400, 'Invalid mbid.'],
    ['/artist/00000000-0000-4000-8000-000000000000?fmt=json', 404, 'Not Found'],
    [`/artist/${artistWith('absent-on-musicbrainz').mbid}?fmt=json`, 404, 'Not Found'],
    [`/url?resource=${spotifyUrl('0')}&fmt=json`, 404, 'Not Found'],
    ['/url?fmt=json', 400, 'No resource or browse parameter given.'],
    ['/artist?fmt=json', 400, 'Must specify a least one parameter for "artist" query.'],
    ['/nothing?fmt=json', 404, 'Not Found'],
  ])('answers %s with %i', (address, status, error) => {
    expect(ask(answerMusicbrainz, address)).toMatchObject({
      status,
      body: { error, help: expect.any(String) },
    })
  })

  it('searches artists by name, exact ones first', () => {
    const body = get(`/artist?query=${encodeURIComponent('artist:"Velvet Harbor"')}&fmt=json`)
    expect(body.artists[0]).toMatchObject({ id: headliner.mbid, score: 100 })
    expect(body.artists.length).toBeGreaterThan(1)
    const namesakes = get('/artist?query=Nova%20Reyes&limit=5&offset=5&fmt=json')
    expect(namesakes).toMatchObject({ count: 21, offset: 5 })
    expect(namesakes.artists.map((artist: Json) => artist.score)).toEqual([100, 100, 100, 100, 100])
    const escaped = get(`/artist?query=${encodeURIComponent('artist:NO\\/SIGNAL')}&fmt=json`)
    expect(escaped.artists[0].name).toBe('NO/SIGNAL')
    expect(get('/artist?query=zzzzqq&fmt=json')).toMatchObject({ count: 0, artists: [] })
  })

  it('answers XML to who asks for no format', () => {
    const answer = ask(answerMusicbrainz, `/artist/${headliner.mbid}`, { headers: {} })
    expect(answer.headers).toMatchObject({ 'content-type': 'application/xml; charset=utf-8' })
    expect(answer.body).toMatch(/^<\?xml/)
  })
})
