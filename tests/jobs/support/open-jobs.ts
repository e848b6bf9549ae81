import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote, type Setvote, silentLogger } from '@setvote/sdk'
import { type EndedRun, type Job, runSlot, type SlotRequest } from '@setvote/sdk/jobs'
import { createSandbox, type Sandbox, type SandboxOptions } from '@setvote/sdk/sandbox'
import type { Artist, Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'

export const today = '2026-11-21'

/** Calls a day, by service; what is left out is unlimited. */
export type Budgets = Readonly<Partial<Record<'spotify' | 'ticketmaster' | 'setlistfm', number>>>

export interface JobStage {
  readonly clock: FakeClock
  readonly sandbox: Sandbox
  readonly setvote: Setvote
  /** The same storage with other budgets, as another process may have them. */
  reopen(budgets: Budgets): JobStage
  /** Runs a job for a slot of its own and answers how that ended. */
  run(job: Job, options?: object, more?: Partial<SlotRequest>): Promise<EndedRun>
  /** Brings an artist of the sandbox into storage, whole. */
  importArtist(index: number): Promise<Artist>
  /** Paths asked of a service since the last time. */
  asked(service: string): string[]
}

/** Every run has a slot of its own. */
let slots = 0

/** The fake world with setvote over it, on a clock that stands still. */
export function openJobs(
  budgets: Budgets = {},
  { clock = fakeClock(`${today}T12:00:00Z`), ...options }: SandboxOptions & { clock?: FakeClock } = {},
  storage: Storage = memoryStorage({ clock }),
): JobStage {
  const sandbox = createSandbox({ today, limits: false, clock, ...options })
  return stageOver(sandbox, clock, storage, budgets)
}

function stageOver(sandbox: Sandbox, clock: FakeClock, storage: Storage, budgets: Budgets): JobStage {
  const limits = (service: keyof Budgets) => ({
    limits: { perSecond: null, perDay: budgets[service] ?? null },
  })
  const { credentials } = sandbox
  const setvote = createSetvote({
    storage,
    clock,
    spotify: { ...credentials.spotify, ...limits('spotify') },
    ticketmaster: { ...credentials.ticketmaster, ...limits('ticketmaster') },
    setlistfm: { ...credentials.setlistfm, ...limits('setlistfm') },
    musicbrainz: { ...credentials.musicbrainz, limits: { perSecond: null } },
  })
  return {
    clock,
    sandbox,
    setvote,
    reopen: (other) => stageOver(sandbox, clock, storage, other),
    async run(job, given = {}, more = {}) {
      const outcome = await runSlot({
        job,
        setvote,
        slotAt: new Date(clock.now().getTime() + slots++),
        owner: 'test',
        trigger: 'schedule',
        options: given,
        clock,
        logger: silentLogger,
        ...more,
      })
      if (outcome.status !== 'ran') throw new Error(`${job.name} did not run: ${outcome.status}`)
      return outcome.run
    },
    async importArtist(index) {
      const { attractionId, spotifyId, name } = sandbox.world.artists[index]!
      const reference = spotifyId ? { spotifyId } : attractionId ? { ticketmasterId: attractionId } : { name }
      const { id } = await setvote.imports.start(reference)
      const run = await setvote.imports.finished(id)
      return setvote.artists.get(run.artistId!)
    },
    asked(service) {
      const templates = sandbox.calls().filter((call) => call.service === service)
      sandbox.reset()
      return templates.map(({ path }) => path)
    },
  }
}
