import type { EntityRecord, IntegrityProblem } from '@setvote/sdk/storage'
import { auditVotes } from './audit-votes.ts'
import { artistKind } from './kinds/artist-kind.ts'
import type { DraftRecord, Kind } from './kinds/kind.ts'
import { setlistKind } from './kinds/setlist-kind.ts'
import { showKind } from './kinds/show-kind.ts'
import { songKind } from './kinds/song-kind.ts'
import { venueKind } from './kinds/venue-kind.ts'
import type { MemoryState } from './state.ts'
import type { Table } from './table.ts'

/** Looks at everything that points somewhere or counts something, from outside of the code that keeps it right. */
export function findProblems(state: MemoryState): IntegrityProblem[] {
  const { tables, box } = state
  const orphans = <Value>(
    kind: 'follows' | 'attendances' | 'reviews',
    things: Iterable<readonly [string, Value]>,
    table: { has(id: string): boolean },
  ): IntegrityProblem[] =>
    [...things]
      .filter(([id]) => !table.has(id))
      .map(([id]) => ({ kind, id, problem: 'belongs to nothing that is stored' }))

  return [
    ...brokenLinks(state, artistKind, tables.artists),
    ...brokenLinks(state, venueKind, tables.venues),
    ...brokenLinks(state, showKind, tables.shows),
    ...brokenLinks(state, songKind, tables.songs),
    ...brokenLinks(state, setlistKind, tables.setlists),
    ...[...box.ballots.things()].flatMap(([id]): IntegrityProblem[] =>
      tables.setlists.has(box.homeOf(id) ?? '')
        ? []
        : [{ kind: 'ballots', id, problem: 'stands on no setlist' }],
    ),
    ...auditVotes(box).differences.map(
      ({ subject, id, counted, actual }): IntegrityProblem => ({
        kind: 'ballots',
        id,
        problem: `counted ${counted} for this ${subject}, not ${actual}`,
      }),
    ),
    ...orphans('follows', state.follows.things(), tables.artists),
    ...orphans('attendances', state.attendances.things(), tables.shows),
    ...orphans('reviews', state.reviews.things(), tables.venues),
    ...[...state.runs.values()].flatMap(({ run }): IntegrityProblem[] =>
      run.artistId === null || tables.artists.has(run.artistId)
        ? []
        : [{ kind: 'importRuns', id: run.id, problem: `points to no artist: ${run.artistId}` }],
    ),
  ]
}

function brokenLinks<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  { tables }: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  table: Table<Entity>,
): IntegrityProblem[] {
  return [...table.all()].flatMap((entity) =>
    kind
      .linksOf(entity)
      .filter((link) => !tables[link.kind].has(link.id))
      .map((link) => ({
        kind: kind.name,
        id: entity.id,
        problem: `points to nothing among the ${link.kind}: ${link.id}`,
      })),
  )
}
