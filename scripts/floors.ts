/**
 * Which folder of `packages/sdk/src` stands on which floor, lowest first. A folder imports only from lower
 * floors; folders on one floor do not import each other. `docs/architecture.md` says what lives in each.
 */
export const floors: readonly (readonly string[])[] = [
  ['core'],
  ['domain'],
  ['storage', 'cache', 'realtime', 'queue', 'matching'],
  ['upstream'],
  ['clients/spotify', 'clients/ticketmaster', 'clients/setlistfm', 'clients/musicbrainz'],
  ['catalog', 'voting', 'trending', 'prediction', 'fans', 'monitoring', 'activity'],
  ['importing'],
  ['jobs'],
  ['api'],
  ['create-setvote.ts'],
]

/** Entry points beside the tower: each may import any floor, no floor imports them, nor do they each other. */
export const besideTheTower: readonly string[] = ['redis', 'sandbox', 'testing', 'conformance', 'seeding']

/** The main entry point of the sdk. It may re-export every floor; nothing imports it. */
export const mainEntry = 'index.ts'

/** Folders under `packages/`, and which other packages each of them may import. */
export const packageArrows: Readonly<Record<string, readonly string[]>> = {
  sdk: [],
  'adapter-memory': ['sdk'],
  'adapter-postgres': ['sdk'],
  'cron-runner': ['sdk'],
}

/** Packages that the tests of another one use beside its own. */
export const besideInTests: Readonly<Record<string, readonly string[]>> = {
  'adapter-postgres': ['adapter-memory'],
  'cron-runner': ['adapter-memory', 'adapter-postgres'],
}

/** How packages start the servers of their tests, for the journeys that need the same servers. */
export const sharedTestSupport = [
  '^packages/adapter-postgres/test/support/',
  '^packages/cron-runner/test/alerts/support/',
  '^packages/sdk/test/redis/support/',
]

/** Modules that load only where the named folders of the sdk are imported. */
export const onlyImportedIn: Readonly<Record<string, readonly string[]>> = {
  msw: ['sandbox'],
  '@faker-js/faker': ['sandbox', 'seeding'],
  ioredis: ['redis'],
  hono: ['api'],
  '@hono/zod-openapi': ['api'],
  '@hono/node-server': ['api'],
  'node:*': ['sandbox', 'conformance'],
}
