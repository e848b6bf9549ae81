/** Ids of Spotify's form, each another one. */
export function spotifyIds(): () => string {
  let count = 0
  return () => String(++count).padStart(22, 'v')
}
