import type { JobRun } from '@setvote/sdk/storage'

/** What a trigger answers when nothing is wrong. Its body says what became of the slot. */
export type TriggerAnswer =
  | { readonly status: 'ran' | 'done'; readonly job: string; readonly slotAt: Date; readonly run: RunView }
  | {
      readonly status: 'started' | 'held' | 'handed-over'
      readonly job: string
      readonly slotAt: Date
      readonly run: RunView
    }
  | { readonly status: 'paused' | 'left-out'; readonly job: string; readonly slotAt: Date }
  | { readonly status: 'not-due'; readonly job: string; readonly nextAt: Date | null }

/** What may be known of a run outside. What went wrong in it stays in the ledger. */
export interface RunView {
  readonly id: string
  readonly status: JobRun['status']
  readonly trigger: JobRun['trigger']
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly retryAt: Date | null
  readonly counts: Readonly<Record<string, number>>
}

export const viewOf = (run: JobRun): RunView => ({
  id: run.id,
  status: run.status,
  trigger: run.trigger,
  startedAt: run.startedAt,
  finishedAt: 'finishedAt' in run ? run.finishedAt : null,
  retryAt: run.status === 'deferred' ? run.retryAt : null,
  counts: 'counts' in run ? run.counts : {},
})

const accepted: ReadonlySet<TriggerAnswer['status']> = new Set(['started', 'held', 'handed-over'])

export const answer = (body: TriggerAnswer): Response =>
  Response.json(body, { status: accepted.has(body.status) ? 202 : 200, headers: noStore })

const noStore = { 'cache-control': 'no-store' }

/** A refusal, as RFC 9457 has it. */
export const problem = (
  status: number,
  title: string,
  { detail, headers = {} }: { readonly detail?: string; readonly headers?: Record<string, string> } = {},
): Response =>
  new Response(JSON.stringify({ title, status, ...(detail && { detail }) }), {
    status,
    headers: { ...noStore, 'content-type': 'application/problem+json', ...headers },
  })
