import { faultScripts } from '@setvote/sdk/sandbox'

const width = Math.max(...Object.keys(faultScripts).map((name) => name.length))

/** What `--help` prints. */
export const usage = `Imports one artist from Spotify, Ticketmaster, setlist.fm and MusicBrainz, and shows what was stored.

  npx pnpm@12 demo [options]

  --artist NAME   whom to import; also spotify:ID, ticketmaster:ID or mbid:ID
  --seed N        another fake world (default 7)
  --tier TIER     what Spotify lets the app do: development, legacy or extended (default extended)
  --fault NAME    what goes wrong in the fake world, see below
  --json          one JSON object as the last line of the output
  --help          this

Without keys it asks a fake world over HTTP. With keys in the environment it asks the real services:

  SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET, TICKETMASTER_API_KEY, SETLISTFM_API_KEY,
  MUSICBRAINZ_USER_AGENT ('my-app/1.0 (me@example.org)'; MusicBrainz wants to know whom to write to)

What is left out is named as a gap. Faults of the fake world:

${Object.entries(faultScripts)
  .map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
  .join('\n')}
`
