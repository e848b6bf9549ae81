import {
  checkIds,
  type EntityId,
  type EntityRecord,
  externalKey,
  isKeepable,
  type Saved,
  StorageError,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { lockBallots } from '../votes/lock-ballots.ts'
import { catalogKinds, type DraftRecord, type Kind, type Link } from './kinds/kind.ts'
import { type Merged, mergeDrafts } from './merge-drafts.ts'
import { createReader, readHolders, readRows } from './read-entities.ts'
import { writeEntities } from './write-entities.ts'

/** Thrown to roll back an attempt whose picture of the catalog was not that of now any more. */
class Again extends Error {
  readonly needsBallots: boolean
  constructor(needsBallots: boolean) {
    super('the catalog changed meanwhile')
    this.needsBallots = needsBallots
  }
}

const mostAttempts = 50
/** From this attempt on, those who got in each other's way go one after another. */
const patience = 3

/**
 * Merges on a picture of the catalog, then writes only if the picture is still true, else looks again. So nothing
 * is locked that does not change, and what does not change is not written.
 */
export async function saveDrafts<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  context: Context,
  kind: Kind<Entity, EntityDraft, Query>,
  drafts: readonly EntityDraft[],
): Promise<Saved<Entity>[]> {
  if (drafts.length === 0) return []
  for (const { id } of drafts) if (id !== undefined) checkIds({ id })
  let hasBallots = false
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    try {
      const merged = await context.database.transaction(async (session) => {
        if (hasBallots) await lockBallots(context.database, session, 'exclusive')
        if (attempt >= patience) await takeTurns(session, `save ${kind.name}`)
        return saveOnce(context, kind, drafts, session, hasBallots)
      })
      return toAnswers(merged)
    } catch (error) {
      if (!(error instanceof Again)) throw error
      hasBallots ||= error.needsBallots
    }
  }
  throw new StorageError(`${kind.name}: others kept changing the same things; try again`)
}

async function saveOnce<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  { database, clock, newId }: Context,
  kind: Kind<Entity, EntityDraft, Query>,
  drafts: readonly EntityDraft[],
  session: Session,
  hasBallots: boolean,
): Promise<Merged<Entity>> {
  const externalIds = drafts.flatMap((draft) => draft.externalIds)
  const rows = await readHolders(kind.name, externalIds, session, database)
  const holders = new Map(
    rows.map((row) => [externalKey({ service: row.service, id: row.external_id }), row.entity_id]),
  )
  const ids = new Set([...holders.values(), ...drafts.flatMap(({ id }) => id ?? [])])
  const stored = await readRows(kind, [...ids], session, database)
  const read = createReader(kind)
  const held = new Map(stored.map((row) => [row.id, read(row)]))
  for (const holder of holders.values()) if (!held.has(holder)) throw new Again(false)

  const links = await lockLinks(kind, drafts, held, session, database)
  const merged = mergeDrafts(
    kind,
    drafts,
    { held, holders, isThere: ({ kind: to, id }) => links.has(`${to} ${id}`) },
    { at: clock.now(), newId },
  )
  if (merged.staged.size === 0) return merged
  const versions = new Map(stored.map(({ id, version }) => [id, version]))
  const written = await writeEntities({ kind, merged, held, versions, session, names: database, hasBallots })
  if (written !== 'written') throw new Again(written === 'needs-ballots')
  return merged
}

/**
 * Holds on to what the drafts point to, in the order in which everybody locks kinds, so that it is still there at the
 * end. Links that a held thing has already are held by its foreign keys.
 */
async function lockLinks<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  drafts: readonly EntityDraft[],
  held: ReadonlyMap<EntityId, Entity>,
  session: Session,
  names: Context['database'],
): Promise<ReadonlySet<string>> {
  const keyOf = ({ kind: to, id }: Link) => `${to} ${id}`
  const known = new Set([...held.values()].flatMap(kind.linksOf).map(keyOf))
  const stated = Map.groupBy(drafts.flatMap(kind.draftLinksOf), (link) => link.kind)
  for (const to of catalogKinds) {
    const ids = new Set(stated.get(to)?.map(({ id }) => id))
    const sought = [...ids].filter((id) => !known.has(`${to} ${id}`) && isKeepable(id))
    if (sought.length === 0) continue
    const found = await session.rows<{ id: string }>(
      sql`select id from ${names.in(to)} where id = any(${sought}::text[]) order by id for key share`,
    )
    for (const { id } of found) known.add(`${to} ${id}`)
  }
  return known
}

/** Each answer is the caller's own, also where two speak of one thing. */
function toAnswers<Entity extends EntityRecord>({ staged, outcomes }: Merged<Entity>): Saved<Entity>[] {
  const given = new Set<Entity>()
  return outcomes.map((outcome) => {
    const entity = staged.get(outcome.entity.id) ?? outcome.entity
    const isFirst = !given.has(entity)
    given.add(entity)
    return { ...outcome, entity: isFirst ? entity : structuredClone(entity) }
  })
}

/** Until the end of the transaction, nobody else who takes turns at `what` goes on. */
const takeTurns = (session: Session, what: string) =>
  session.run(sql`select pg_advisory_xact_lock(hashtextextended(${`setvote ${what}`}, 0))`)
