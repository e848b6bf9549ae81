import { createRunner, runScheduled } from '@setvote/cron-runner'
import { type ChildContract, serveParent } from '../support/child.ts'
import { fastClock, onceCron, onceJobs, speed } from '../support/once-cron.ts'

export interface OnceRunner extends ChildContract {
  readonly options: {
    readonly url: string
    /** Runs jobs when they are due, or asks for slots as a platform's cron does that calls by HTTP. */
    readonly role: 'runner' | 'trigger'
  }
  readonly ready: { readonly pid: number }
  readonly answers: { readonly stop: { readonly calls: number } }
}

await serveParent<OnceRunner>(async ({ url, role }) => {
  const config = onceCron(url)
  const runner = createRunner(config)
  const stopping = new AbortController()
  let calls = 0

  /** Every job at its due time and, as platforms do, now and then once more for one that is past. */
  async function trigger(job: string): Promise<void> {
    const { schedule } = config.jobs.find(({ name }) => name === job)!
    while (!stopping.signal.aborted) {
      const now = fastClock.now()
      const back = calls % 3 === 0 ? (calls % 50) * 60_000 : 0
      const slotAt = schedule.previousAtOrBefore(new Date(now.getTime() - back))
      calls++
      if (slotAt) await runScheduled(config, { job, slotAt, trigger: 'http' }).catch(() => {})
      await fastClock.sleep(250 * speed, stopping.signal).catch(() => {})
    }
  }
  const triggers = role === 'trigger' ? onceJobs.slice(0, 5).map(trigger) : []
  if (role === 'runner') runner.start()
  return {
    ready: { pid: process.pid },
    answers: {
      async stop() {
        stopping.abort()
        await Promise.all(triggers)
        await runner.stop()
        await config.close()
        return { calls }
      },
    },
  }
})
