import { faultScripts } from '@setvote/sdk/sandbox'

const width = Math.max(...Object.keys(faultScripts).map((name) => name.length))

/** What `--help` prints. */
export const usage = `Imports one artist from Spotify, Ticketmaster, setlist.fm and MusicBrainz, and shows what was stored. Then the next
show is predicted, 2,000 made-up fans vote for its songs in a rush, and the trending board is refreshed.

  npx pnpm@12 demo [options]

  --artist NAME   whom to import; also spotify:ID, ticketmaster:ID or mbid:ID
  --seed N        another fake world (default 7)
  --tier TIER     what Spotify lets the app do: development, legacy or extended (default extended)
  --fault NAME    what goes wrong in the fake world, see below
  --store STORE   where everything is kept (default memory), see below
  --json          one JSON object as the last line of the output
  --help          this

Without keys it asks a fake world over HTTP. With keys in the environment it asks the real services:

  SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET, TICKETMASTER_API_KEY, SETLISTFM_API_KEY,
  MUSICBRAINZ_USER_AGENT ('my-app/1.0 (me@example.org)'; MusicBrainz wants to know whom to write to)

What is left out is named as a gap. Stores, which the demo migrates itself:

  memory                           gone when the demo ends
  pglite                           a PostgreSQL inside the demo, in node_modules/.cache/setvote-demo/pglite
  pglite:DIRECTORY                 the same elsewhere
  postgres://USER@HOST/DATABASE    a server; everything is in its schema setvote_demo

All but memory can be used again. The same fans then come back to the same show, and no ballot counts twice.
 
Faults of the fake world:

${Object.entries(faultScripts)
  .map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
  .join('\n')}
`
