import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    spotify: 'src/clients/spotify/index.ts',
    ticketmaster: 'src/clients/ticketmaster/index.ts',
    setlistfm: 'src/clients/setlistfm/index.ts',
    musicbrainz: 'src/clients/musicbrainz/index.ts',
    matching: 'src/matching/index.ts',
    storage: 'src/storage/index.ts',
    conformance: 'src/conformance/index.ts',
    jobs: 'src/jobs/index.ts',
    redis: 'src/redis/index.ts',
    sandbox: 'src/sandbox/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: 'esm',
  splitting: true,
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
