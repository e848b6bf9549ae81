export type { PGliteLike } from './database/embedded.ts'
export type { ServerFacts } from './database/examine-server.ts'
export type { Connection } from './database/open-database.ts'
export type { PoolLike } from './database/pooled.ts'
export type { MigrationStatus, Migrations } from './migrations/create-migrations.ts'
export { type PostgresOptions, type PostgresStorage, postgresStorage } from './postgres-storage.ts'
export type { EventPool, EventSource } from './realtime/event-connection.ts'
export {
  type PostgresEventBus,
  type PostgresEventBusOptions,
  postgresEventBus,
} from './realtime/postgres-event-bus.ts'
