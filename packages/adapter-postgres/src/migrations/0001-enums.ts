import type { SchemaStep } from './schema-step.ts'

const enumOf = (name: string, values: readonly string[]) =>
  `create type ${name} as enum (${values.map((value) => `'${value}'`).join(', ')})`

/** The words that columns choose from, and how long texts are indexed. */
export const enums: SchemaStep = {
  name: '0001-enums',
  statements: [
    enumOf('catalog_kind', ['artists', 'venues', 'shows', 'songs', 'setlists']),
    enumOf('id_service', ['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz', 'setvote']),
    enumOf('fact_source', ['operator', 'spotify', 'ticketmaster', 'musicbrainz', 'setlistfm', 'setvote']),
    enumOf('lineup_role', ['headliner', 'support']),
    enumOf('show_status', ['scheduled', 'rescheduled', 'postponed', 'cancelled']),
    enumOf('date_status', ['confirmed', 'tba', 'tbd']),
    enumOf('song_kind', [
      'studio',
      'live',
      'acoustic',
      'demo',
      'edit',
      'remix',
      'instrumental',
      'karaoke',
      'commentary',
      'unrecorded',
    ]),
    enumOf('setlist_kind', ['predicted', 'actual', 'fan']),
    enumOf('attendance', ['interested', 'going', 'went']),
    enumOf('email_digest', ['none', 'daily', 'weekly']),
    enumOf('import_phase', ['artist', 'shows', 'catalog']),
    enumOf('import_status', ['running', 'completed', 'completed-with-gaps', 'failed', 'cancelled']),
    enumOf('job_status', ['running', 'succeeded', 'failed', 'deferred', 'cancelled']),
    enumOf('job_trigger', ['schedule', 'http', 'cli', 'database', 'api']),
    enumOf('queue_job_status', ['waiting', 'active', 'completed', 'failed', 'cancelled']),
    enumOf('health_status', ['healthy', 'degraded', 'unhealthy']),
    enumOf('board_kind', ['artists', 'shows']),

    // A B-tree entry holds 2,700 bytes; ids and keys may be longer. Not declared strict, which it is: a strict function
    // would be called for every row instead of becoming part of the query.
    `create function index_key(value text) returns text
  language sql immutable parallel safe
  return case when octet_length(value) <= 800 then value else 'md5:' || md5(value) end`,
  ],
}
