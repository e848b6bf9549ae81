import { type AlertNotice, verifyWebhook } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  answer,
  type MailServer,
  startMailServer,
} from '../../packages/cron-runner/test/alerts/support/mail-server.ts'
import { eventually } from '../support/eventually.ts'
import { describeServers } from '../support/servers.ts'
import type { AlarmsTask } from './support/alarms.config.ts'
import { type CliProcess, startCli } from './support/cli-process.ts'
import { type NoticeReceiver, startNoticeReceiver } from './support/notice-receiver.ts'

const secret = 'a secret of the receiver'
const key = 'failures-in-a-row:brittle'

describeServers(
  'the alarms of a runner whose mail server refuses',
  (database) => {
    let storage: Storage
    let mail: MailServer
    let receiver: NoticeReceiver
    let runner: CliProcess
    let refused = 0
    let refuses = true

    const posted = <Body>(path: string): Body[] =>
      receiver.posts(path).map(({ body }) => JSON.parse(body) as Body)
    const told = () => posted<AlertNotice>('/webhook').map((notice) => `${notice.kind} ${notice.key}`)
    const runsOf = (job: string) => storage.jobs.recent({ job, limit: 1000 })
    const mailed = () => mail.mails.map(({ content }) => /^Subject: (.*)\r$/m.exec(content)?.[1])

    beforeAll(async () => {
      storage = await database.open()
      receiver = await startNoticeReceiver()
      mail = await startMailServer({
        onMailFrom(_address, _session, done) {
          if (!refuses) return done()
          refused++
          done(answer(451, 'try again later'))
        },
      })
      const task: AlarmsTask = {
        ...{ url: database.url, receiver: receiver.origin, secret },
        smtpUrl: `smtp://127.0.0.1:${mail.port}`,
      }
      await storage.settings.set('test.string-is-broken', true)
      runner = startCli(['start'], {
        config: './alarms.config.ts',
        env: { ALARMS_TASK: JSON.stringify(task) },
      })
      await eventually(() => told().includes(`opened ${key}`) && refused >= 2, 30_000)
    }, 60_000)
    afterAll(async () => {
      runner?.signal('SIGKILL')
      await runner?.ended
      await mail?.close()
      await receiver?.close()
      await storage?.close()
    })

    it('reach everybody else at once, and hold up no job', async () => {
      expect(mail.mails).toEqual([])
      for (const path of ['/webhook', '/slack', '/pagerduty']) expect(posted(path), path).toHaveLength(1)
      const steady = async () =>
        (await runsOf('steady')).filter(({ status }) => status === 'succeeded').length
      const before = await steady()
      const failing = (await runsOf('brittle')).length
      await eventually(
        async () => (await steady()) > before + 1 && (await runsOf('brittle')).length > failing + 1,
      )
      expect(new Set((await runsOf('brittle')).map(({ status }) => status))).not.toContain('succeeded')
    })

    it('are said to be undelivered without an address', () => {
      const lines = runner.complaints().split('\n')
      const [said] = lines.filter((line) => line.includes('a channel did not take a notice'))
      expect(said).toMatch(/channel=email kind=opened alert=failures-in-a-row:brittle reason=.*451/)
      expect(runner.complaints()).not.toContain(String(mail.port))
    })

    it('come by mail when the server takes it, once, though they are still going on', async () => {
      refuses = false
      await eventually(() => mail.mails.length > 0)
      expect(mailed()).toEqual([
        expect.stringMatching(/^\[critical\] brittle has failed \d+ times in a row$/),
      ])
      expect(mail.mails[0]).toMatchObject({ from: 'alerts@example.org', to: ['ops@example.org'] })
      expect(mail.mails[0]?.content).toContain('Error: the string broke')
      expect(told()).toEqual([`opened ${key}`])
    })

    it('are taken back everywhere after a success', async () => {
      await storage.settings.set('test.string-is-broken', null)
      await eventually(() => mail.mails.length > 1 && posted('/pagerduty').length > 1, 20_000)
      await eventually(() => posted('/slack').length > 1 && told().length > 1)
      expect(told()).toEqual([`opened ${key}`, `recovered ${key}`])
      expect(mailed()[1]).toMatch(/^\[over\] brittle /)
      const threads = mail.mails.map(({ content }) => /^References: (\S+)/m.exec(content)?.[1])
      expect(threads[1]).toBe(threads[0])
    })

    it('are signed for the webhook', async () => {
      for (const { headers, body } of receiver.posts('/webhook')) {
        const given = { headers: new Headers(headers as Record<string, string>), body }
        expect(await verifyWebhook({ ...given, secret })).toMatchObject({ status: 'valid' })
        expect((await verifyWebhook({ ...given, secret: 'a secret of another' })).status).not.toBe('valid')
      }
    })

    it('are messages as Slack wants them', () => {
      const plain = { type: 'plain_text', emoji: true }
      const about = { type: 'context', elements: [{ type: 'mrkdwn', text: expect.stringContaining(key) }] }
      expect(posted('/slack')).toEqual([
        {
          text: expect.stringMatching(/^🔴 brittle has failed \d+ times in a row$/u),
          blocks: [
            { type: 'header', text: { ...plain, text: expect.stringMatching(/^🔴 brittle has failed/u) } },
            {
              type: 'section',
              fields: expect.arrayContaining([{ type: 'mrkdwn', text: '*Error*\nthe string broke' }]),
            },
            about,
          ],
        },
        expect.objectContaining({
          text: expect.stringMatching(/^🟢 Over after .+: brittle has failed/u),
          blocks: expect.arrayContaining([about]),
        }),
      ])
      for (const { headers } of receiver.posts('/slack'))
        expect(headers['content-type']).toBe('application/json')
    })

    it('are one incident at PagerDuty, triggered and resolved', () => {
      const incident = { routing_key: 'the-integration-key', dedup_key: `setvote:${key}` }
      expect(posted('/pagerduty')).toEqual([
        {
          ...incident,
          event_action: 'trigger',
          client: 'setvote',
          payload: {
            ...{ source: 'setvote', severity: 'critical', component: 'brittle', class: 'failures-in-a-row' },
            summary: expect.stringMatching(/^brittle has failed \d+ times in a row$/),
            timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            custom_details: expect.objectContaining({ Error: 'the string broke' }),
          },
        },
        { ...incident, event_action: 'resolve' },
      ])
    })

    it('leave nothing behind, and the runner ends well', async () => {
      expect(await storage.settings.list('monitoring:alert:')).toEqual([])
      runner.signal('SIGTERM')
      expect(await runner.ended).toBe(0)
      expect(mail.mails).toHaveLength(2)
    })
  },
  'newest',
)
