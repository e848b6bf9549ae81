import type { JsonValue } from '@setvote/sdk/storage'
import { type Breakage, inPort, roundTrip } from './breakage.ts'

export const brokenImports: readonly Breakage[] = [
  {
    what: 'the fence of a checkpoint is ignored',
    chapter: 'imports: leases',
    promise: 'who lost a lease cannot renew it, nor write',
    breakIt: inPort('imports', (imports) => ({
      async checkpoint(request) {
        const run = await imports.find(request.runId)
        return imports.checkpoint({
          ...request,
          fence: run?.status === 'running' ? run.lease.fence : request.fence,
        })
      },
    })),
  },
  {
    what: 'a lease is taken over before it has expired',
    chapter: 'imports: leases',
    promise: 'nobody takes over a run whose lease has not expired',
    breakIt: inPort('imports', (imports) => ({
      lease: ({ lease, ...request }) =>
        imports.lease({ ...request, lease: { ...lease, at: new Date(lease.at.getTime() + lease.leaseMs) } }),
    })),
  },
  {
    what: 'a lost lease is renewed by its old fence',
    chapter: 'imports: leases',
    promise: 'who lost a lease cannot renew it, nor write',
    breakIt: inPort('imports', (imports) => ({
      async lease({ fence, ...request }) {
        const run = await imports.find(request.runId)
        const current = run?.status === 'running' ? run.lease.fence : undefined
        return imports.lease({ ...request, ...(fence && current && { fence: current }) })
      },
    })),
  },
  {
    what: 'progress has gaps',
    chapter: 'imports',
    promise: 'a checkpoint stores where tasks stand, the ledger and the next steps together',
    breakIt: inPort('imports', (imports) => ({
      progressAfter: async (request) =>
        (await imports.progressAfter(request)).map((step) => ({ ...step, sequence: step.sequence * 2 - 1 })),
    })),
  },
  {
    what: 'steps of racing checkpoints are mixed',
    chapter: 'racing: imports',
    promise: 'progress has no gaps and no doubles when steps are stored at once',
    breakIt: inPort('imports', (imports) => ({
      async checkpoint({ progress, ...request }) {
        for (const step of progress) {
          await imports.checkpoint({ ...request, progress: [step] })
          await roundTrip()
        }
        return imports.checkpoint({ ...request, progress: [] })
      },
    })),
  },
  {
    what: 'a checkpoint forgets the other tasks',
    chapter: 'imports',
    promise: 'a checkpoint stores where tasks stand, the ledger and the next steps together',
    breakIt: inPort('imports', (imports) => ({
      async find(id) {
        const run = await imports.find(id)
        return run && { ...run, checkpoint: Object.fromEntries(Object.entries(run.checkpoint).slice(0, 1)) }
      },
    })),
  },
  {
    what: 'two runs of one subject begin',
    chapter: 'racing: imports',
    promise: 'of many who begin one subject one does',
    breakIt: inPort('imports', (imports) => ({
      async begin(request) {
        const { items } = await imports.list({ statuses: ['running'] })
        const running = items.find(({ subject }) => subject === request.subject)
        if (running) return { status: 'already-running', run: running }
        await roundTrip()
        return imports.begin({ ...request, subject: `${request.subject} by ${request.lease.owner}` })
      },
    })),
  },
]

export const brokenJobs: readonly Breakage[] = [
  {
    what: 'a slot is claimed from its living owner',
    chapter: 'jobs',
    promise: 'gives a slot to one, and tells others who holds it',
    breakIt: inPort('jobs', (jobs) => ({
      claimSlot: (request) =>
        jobs.claimSlot({ ...request, at: new Date(request.at.getTime() + request.leaseMs) }),
    })),
  },
  {
    what: 'a slot is looked up before it is claimed',
    chapter: 'racing: jobs',
    promise: 'a slot goes to one of many who claim it, whatever triggers them',
    breakIt(storage) {
      let count = 0
      return inPort('jobs', (jobs) => ({
        async claimSlot(request) {
          const [run] = await jobs.recent({ job: request.job, limit: 1 })
          await roundTrip()
          if (run) return jobs.claimSlot(request)
          return jobs.claimSlot({ ...request, slotAt: new Date(request.slotAt.getTime() + count++) })
        },
      }))(storage)
    },
  },
  {
    what: 'a dead owner closes the run of its successor',
    chapter: 'jobs',
    promise: 'a slot whose lease has expired goes to the next, and its dead owner cannot write',
    breakIt: inPort('jobs', (jobs) => ({
      async close(request) {
        const run = (await jobs.recent({})).find(({ id }) => id === request.runId)
        return jobs.close({ ...request, fence: run?.fence ?? request.fence })
      },
    })),
  },
  {
    what: 'a heartbeat extends nothing',
    chapter: 'jobs',
    promise: 'a heartbeat extends the lease',
    breakIt: inPort('jobs', () => ({ heartbeat: async () => 'extended' })),
  },
  {
    what: 'a dead owner moves the checkpoint of its successor',
    chapter: 'jobs: signs of life',
    promise: 'a checkpoint is where the next claim of its job goes on, until a run succeeds',
    breakIt: inPort('jobs', (jobs) => ({
      async checkpoint(request) {
        const run = (await jobs.recent({})).find(({ id }) => id === request.runId)
        return jobs.checkpoint({ ...request, fence: run?.fence ?? request.fence })
      },
    })),
  },
  {
    what: 'a checkpoint outlives success',
    chapter: 'jobs: signs of life',
    promise: 'a checkpoint is where the next claim of its job goes on, until a run succeeds',
    breakIt(storage) {
      const saved = new Map<string, JsonValue | null>()
      return inPort('jobs', (jobs) => ({
        async checkpoint(request) {
          const run = (await jobs.recent({})).find(({ id }) => id === request.runId)
          const answer = await jobs.checkpoint(request)
          if (run && answer === 'stored') saved.set(run.job, request.value)
          return answer
        },
        async claimSlot(request) {
          const claim = await jobs.claimSlot(request)
          return claim.status === 'claimed' ? { ...claim, checkpoint: saved.get(request.job) ?? null } : claim
        },
      }))(storage)
    },
  },
  {
    what: 'nobody hears that a run shall stop',
    chapter: 'jobs: signs of life',
    promise: 'whoever is asked to stop hears of it at the next heartbeat',
    breakIt: inPort('jobs', (jobs) => ({
      heartbeat: async (request) =>
        (await jobs.heartbeat(request)) === 'lease-lost' ? 'lease-lost' : 'extended',
    })),
  },
  {
    what: 'the last heartbeat forgets what was told before',
    chapter: 'jobs: signs of life',
    promise: 'a run tells how far it is and what it needs, and what it leaves out stays',
    breakIt: inPort('jobs', (jobs) => ({
      heartbeat: ({ progress = { done: 0, total: null, message: '' }, ...request }) =>
        jobs.heartbeat({ ...request, progress }),
    })),
  },
]
