import { postgresStorage } from '@setvote/adapter-postgres'
import { email } from '@setvote/cron-runner'
import { defaultRules, pagerDuty, slack, webhook } from '@setvote/sdk'
import { done, ownCron, ownJob } from './own-cron.ts'

export interface AlarmsTask {
  readonly url: string
  readonly smtpUrl: string
  /** Of everybody who is told over HTTP. */
  readonly receiver: string
  readonly secret: string
}

const { url, smtpUrl, receiver, secret }: AlarmsTask = JSON.parse(process.env.ALARMS_TASK!)
const storage = postgresStorage({ connectionString: url, maxConnections: 4 })

/** Fails while an operator's setting says so. */
const brittle = ownJob(
  async () => {
    if (await storage.settings.get('test.string-is-broken')) throw new Error('the string broke')
    return done
  },
  { name: 'brittle', schedule: '* * * * * *' },
)
const steady = ownJob(async () => done, { name: 'steady', schedule: '* * * * * *' })

const config = ownCron(storage, [brittle, steady], {
  rules: defaultRules({ errorRate: false }),
  evaluateEveryMs: 1000,
  finishWithinMs: 1000,
  alerts: [
    email({ smtpUrl, from: 'alerts@example.org', to: 'ops@example.org', timeoutMs: 2000 }),
    webhook({ url: `${receiver}/webhook`, secret }),
    slack({ webhookUrl: `${receiver}/slack` }),
    pagerDuty({ routingKey: 'the-integration-key', url: `${receiver}/pagerduty` }),
  ],
})
export default { ...config, setvote: { ...config.setvote, close: () => storage.close() } }
