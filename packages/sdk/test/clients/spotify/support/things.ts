/** 22 letters and digits, the same for the same number. */
export const idOf = (number: number): string => `id${String(number).padStart(20, '0')}`

const urls = (kind: string, id: string) => ({
  external_urls: { spotify: `https://open.spotify.com/${kind}/${id}` },
  href: `https://api.spotify.com/v1/${kind}s/${id}`,
  uri: `spotify:${kind}:${id}`,
  type: kind,
})

/** What apps of the development tier see; the others see `popularity` and more. */
export function artist(number: number, seen: 'restricted' | 'full' = 'full') {
  const id = idOf(number)
  return {
    id,
    name: `Artist ${number}`,
    images: [],
    genres: [],
    ...urls('artist', id),
    ...(seen === 'full' && { popularity: 50, followers: { href: null, total: 7 } }),
  }
}

export function albumReference(number: number) {
  const id = idOf(number)
  return {
    id,
    name: `Album ${number}`,
    album_type: 'album',
    release_date: '2020-01-02',
    images: [],
    ...urls('album', id),
  }
}

export function album(number: number, seen: 'restricted' | 'full' = 'full') {
  return {
    ...albumReference(number),
    tracks: page([albumTrack(number * 100)], { total: 1 }),
    ...(seen === 'full' && { popularity: 50, label: 'Velvet' }),
  }
}

export function albumTrack(number: number) {
  const id = idOf(number)
  return {
    id,
    name: `Song ${number}`,
    duration_ms: 200_000,
    track_number: 1,
    disc_number: 1,
    ...urls('track', id),
  }
}

export function track(number: number, seen: 'restricted' | 'full' = 'full') {
  return {
    ...albumTrack(number),
    album: albumReference(1),
    external_ids: { isrc: 'GBCEL1300362' },
    ...(seen === 'full' && { popularity: 50 }),
  }
}

export function page(items: readonly unknown[], fields: object = {}) {
  return {
    href: 'https://api.spotify.com/v1/x',
    items,
    limit: 50,
    next: null,
    offset: 0,
    previous: null,
    total: items.length,
    ...fields,
  }
}
