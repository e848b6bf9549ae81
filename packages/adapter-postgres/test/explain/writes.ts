import {
  artistDraft,
  ballotDraft,
  progressDraft,
  setlistDraft,
  showDraft,
  songDraft,
  venueDraft,
} from '@setvote/sdk/conformance'
import { defaultTrendingOptions, type Storage } from '@setvote/sdk/storage'
import { nameOf } from './fill-million.ts'

type Write = readonly [name: string, write: (storage: Storage) => Promise<unknown>]

const busyArtist = nameOf('art', 5)
const busyShow = nameOf('sho', 5)
const at = new Date()
const day = at.toISOString().slice(0, 10)
const anHourMs = 3_600_000
const ledger = { lines: [], gaps: [] }

/** What an app writes all the time. */
export const hotWrites: readonly Write[] = [
  [
    'songs of an import, new and again',
    async (storage) => {
      const drafts = Array.from({ length: 100 }, (_, index) =>
        songDraft({
          artistId: busyArtist,
          title: `Low Tide ${index}`,
          externalIds: [{ service: 'spotify', id: `import ${index}` }],
        }),
      )
      for (let again = 0; again < 2; again++) await storage.songs.saveMany(drafts)
    },
  ],
  [
    'an artist, a venue, a show and its setlist, new and changed',
    async (storage) => {
      for (const info of ['first', 'then']) {
        await storage.artists.save(artistDraft({ id: 'new artist', disambiguation: info }))
        await storage.venues.save(venueDraft({ id: 'new venue', address: info }))
        const headliner = {
          artistId: 'new artist',
          name: 'New',
          role: 'headliner',
          ticketmasterId: null,
          mbid: null,
        } as const
        await storage.shows.save(
          showDraft({ id: 'new show', venueId: 'new venue', lineup: [headliner], info }),
        )
        const songs = [
          { id: 'new song 1', title: 'Low Tide', info },
          { id: 'new song 2', title: 'North' },
        ]
        await storage.setlists.save(
          setlistDraft({ id: 'new setlist', artistId: 'new artist', showId: 'new show', songs }),
        )
      }
    },
  ],
  [
    'ballots, one and many, cast, quarantined and taken back',
    async (storage) => {
      const drafts = Array.from({ length: 60 }, (_, index) =>
        ballotDraft({ fanId: `voter ${index}`, setlistSongId: nameOf('sls', index + 1), castAt: at, day }),
      )
      await storage.votes.castMany(drafts.slice(0, 1), { perDay: 10 })
      await storage.votes.castMany(drafts, { perDay: 10 })
      await storage.votes.quarantine(drafts.slice(0, 5), 'burst')
      await storage.votes.retractMany(drafts.slice(0, 40).map((draft) => ({ ...draft, at })))
    },
  ],
  [
    'what a fan says',
    async (storage) => {
      await storage.fans.save({ id: 'new fan', email: 'new@example.org', at })
      await storage.fans.follow({ fanId: 'new fan', artistId: busyArtist, following: true, at })
      await storage.fans.attend({ fanId: 'new fan', showId: busyShow, attendance: 'going', at })
      await storage.fans.review({ fanId: 'new fan', venueId: 'new venue', rating: 5, text: null, at })
      await storage.fans.follow({ fanId: 'new fan', artistId: busyArtist, following: false, at })
    },
  ],
  [
    'the steps of an import',
    async (storage) => {
      const lease = { owner: 'worker', at, leaseMs: anHourMs }
      const begun = await storage.imports.begin({ subject: 'new subject', reference: { name: 'New' }, lease })
      await storage.imports.begin({ subject: 'new subject', reference: { name: 'New' }, lease })
      const write = { runId: begun.run.id, fence: 1 }
      await storage.imports.attach({ ...write, artistId: 'new artist' })
      await storage.imports.lease({ ...write, lease })
      await storage.imports.checkpoint({
        ...write,
        phase: 'shows',
        checkpoint: {},
        ledger,
        progress: [progressDraft()],
        at,
      })
      await storage.imports.cancel({ runId: write.runId, at })
      const progress = progressDraft({ status: 'completed' })
      await storage.imports.finish({ ...write, outcome: { status: 'completed' }, ledger, progress, at })
    },
  ],
  [
    'the slots of jobs',
    async (storage) => {
      const slot = { job: 'job 3', slotAt: new Date(at.getTime() + anHourMs), at, leaseMs: anHourMs }
      const claimed = await storage.jobs.claimSlot({ ...slot, owner: 'a', trigger: 'schedule' })
      await storage.jobs.claimSlot({ ...slot, owner: 'b', trigger: 'schedule' })
      if (claimed.status !== 'claimed') throw new Error(claimed.status)
      const run = { runId: claimed.run.id, fence: 1, at }
      await storage.jobs.heartbeat({ ...run, leaseMs: anHourMs })
      await storage.jobs.checkpoint({ ...run, value: { page: 3 } })
      await storage.jobs.cancel(run)
      await storage.jobs.close({ ...run, outcome: { status: 'succeeded', counts: {} } })
      await storage.jobs.pause({ job: 'job 4', paused: true, at })
      await storage.jobs.pause({ job: 'job 4', paused: false, at })
    },
  ],
  [
    'a look at the health of the system',
    (storage) =>
      storage.ops.recordHealth({
        at,
        samples: [{ component: 'spotify', status: 'healthy', latencyMs: 20, detail: '' }],
        keepMs: 365 * 24 * anHourMs,
      }),
  ],
  [
    'budgets and settings',
    async (storage) => {
      const window = { name: 'day', limit: 1000, periodMs: 24 * anHourMs }
      for (let call = 0; call < 2; call++)
        await storage.quotas.spend({ key: 'spotify app', windows: [window], at })
      await storage.quotas.remaining({ key: 'spotify app', window, at })
      await storage.quotas.cool({ key: 'spotify app', until: at, reason: '429' })
      await storage.quotas.cooldown({ key: 'spotify app', at })
      await storage.settings.set('votes.perDay', 10)
      await storage.settings.set('votes.perDay', 20)
    },
  ],
]

/** What happens now and then, and may take its time. */
export const rareWrites: readonly Write[] = [
  [
    'two of everything become one',
    async (storage) => {
      await storage.artists.absorb({ keptId: nameOf('art', 600_000), absorbedId: nameOf('art', 600_001) })
      await storage.venues.absorb({ keptId: nameOf('ven', 150_000), absorbedId: nameOf('ven', 150_001) })
      await storage.shows.absorb({ keptId: nameOf('sho', 600_000), absorbedId: nameOf('sho', 600_001) })
      await storage.songs.absorb({ keptId: nameOf('son', 600_000), absorbedId: nameOf('son', 600_001) })
      await storage.setlists.absorb({ keptId: nameOf('set', 200_000), absorbedId: nameOf('set', 200_001) })
    },
  ],
  [
    'things go',
    async (storage) => {
      await storage.setlists.remove(nameOf('set', 200_002))
      await storage.songs.remove(nameOf('son', 600_002))
      await storage.shows.remove(nameOf('sho', 600_002))
      await storage.venues.remove(nameOf('ven', 150_002))
      await storage.artists.remove(nameOf('art', 600_002))
      await storage.fans.remove(nameOf('fan', 200_003))
      await storage.artists.remove('new artist')
    },
  ],
  [
    'old runs go',
    (storage) => {
      const keepMs = 365 * 24 * anHourMs
      return storage.ops.cleanup({
        at,
        keepImportRunsMs: keepMs,
        keepJobRunsMs: keepMs,
        keepScoreHistoryMs: keepMs,
      })
    },
  ],
  [
    'boards are refreshed',
    async (storage) => {
      await storage.trending.refresh({ at, options: defaultTrendingOptions })
      await storage.trending.refresh({
        at: new Date(at.getTime() + anHourMs),
        options: defaultTrendingOptions,
      })
    },
  ],
]
