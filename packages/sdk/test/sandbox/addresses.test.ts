import { describe, expect, it } from 'vitest'
import { findTarget, getTarget, localBaseUrl, realBaseUrl } from '../../src/sandbox/addresses.ts'
import { serviceNames } from '../../src/sandbox/service-name.ts'

describe('the addresses of a sandbox', () => {
  it.each(serviceNames)('reads the real address of %s and the local one as the same target', (service) => {
    const real = findTarget(new URL(`${realBaseUrl(service)}/some/thing?x=1`))
    const local = findTarget(new URL(`${localBaseUrl(service, 'http://127.0.0.1:4711')}/some/thing`))
    expect(real).toMatchObject({ service, path: '/some/thing' })
    expect(local).toMatchObject({ service, path: '/some/thing' })
  })

  it('tells services what stands before their base, so that links lead back to the caller’s address', () => {
    expect(getTarget(new URL('https://api.spotify.com/v1/search')).origin).toBe('https://api.spotify.com')
    expect(getTarget(new URL('http://127.0.0.1:81/spotify/v1/search')).origin).toBe(
      'http://127.0.0.1:81/spotify',
    )
  })

  it.each([
    'https://example.org/v1/artists/1',
    'https://api.spotify.com/v2/artists/1',
    'https://api.spotify.com/v1',
    'http://127.0.0.1/spotifyx/v1/artists',
  ])('refuses %s and names what it answers', (url) => {
    expect(findTarget(new URL(url))).toBeNull()
    expect(() => getTarget(new URL(url))).toThrow(/answers below https:\/\/api\.spotify\.com\/v1/)
  })

  it('keeps a key that was sent to a wrong address out of the message', () => {
    expect(() => getTarget(new URL('https://example.org/x?apikey=sesame'))).not.toThrow(/sesame/)
  })
})
