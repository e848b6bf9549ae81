import pg from 'pg'

/** A node of a plan, as `explain (analyze, format json)` names it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly PlanNode[]
}

/** A statement that ran, with the plan it ran by. */
export interface Ran {
  readonly text: string
  readonly plan: PlanNode
}

export interface PlanWatch {
  /** Whose every statement is watched, those inside functions and triggers included. */
  readonly pool: pg.Pool
  /** Does something and answers the statements that ran meanwhile. Not for two at once. */
  during(work: () => Promise<unknown>): Promise<readonly Ran[]>
}

/** The server itself tells what it ran and how, so that what is judged are the statements of the adapter. */
export function watchPlans(url: string): PlanWatch {
  let ran: Ran[] = []
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('connect', (client) => {
    client.on('notice', ({ message = '' }) => {
      const start = message.indexOf('{')
      if (!message.startsWith('duration:') || start < 0) return
      const { 'Query Text': text, Plan: plan } = JSON.parse(message.slice(start)) as {
        'Query Text': string
        Plan: PlanNode
      }
      ran.push({ text, plan })
    })
    void client.query(`load 'auto_explain'; set client_min_messages to log; set auto_explain.log_min_duration to 0;
      set auto_explain.log_format to json; set auto_explain.log_nested_statements to on;
      set auto_explain.log_analyze to on; set auto_explain.log_timing to off`)
  })
  return {
    pool,
    async during(work) {
      ran = []
      await work()
      return ran
    },
  }
}
