import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { type AlertNotice, hasCode } from '@setvote/sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { email } from '../../src/alerts/email.ts'
import { answer, type MailServer, startMailServer } from './support/mail-server.ts'

const notice: AlertNotice = {
  id: 'ntc_1',
  kind: 'opened',
  key: 'missed-run:calculate-trending',
  rule: 'missed-run',
  subject: 'calculate-trending',
  severity: 'critical',
  title: 'calculate-trending has missed its run',
  details: { Due: '2026-11-21 12:00:00 UTC', Überfällig: '6 min\r\nBcc: everybody@example.org' },
  openedAt: new Date('2026-11-21T12:06:00Z'),
  at: new Date('2026-11-21T12:06:00Z'),
}
const { signal } = new AbortController()
const people = { from: 'Setvote <alerts@example.org>', to: ['ops@example.org', 'night@example.org'] }

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})
const start = async (...options: Parameters<typeof startMailServer>): Promise<MailServer> => {
  const server = await startMailServer(...options)
  open.push(server)
  return server
}
const failureOf = async (sending: Promise<void>): Promise<Error> => {
  const error: unknown = await sending.then(
    () => new Error('it was sent'),
    (reason: unknown) => reason,
  )
  expect(hasCode(error, 'channel-failed')).toBe(true)
  return error as Error
}

describe('a notice by e-mail', () => {
  it('reaches everybody through a real server, as one message that can be read', async () => {
    const server = await start()
    await email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people }).send(notice, { signal })
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect([mail?.from, mail?.to]).toEqual(['alerts@example.org', people.to])
    expect(mail?.content).toMatch(/^Subject: \[critical\] calculate-trending has missed its run\r$/m)
    expect(mail?.content).toMatch(/^Message-ID: <ntc_1@setvote.invalid>\r$/m)
    expect(mail?.content).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(mail?.content).toContain('Due: 2026-11-21 12:00:00 UTC')
  })

  it('has no header that its words made up', async () => {
    const server = await start()
    const forged = { ...notice, title: 'late\r\nBcc: everybody@example.org' }
    await email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people }).send(forged, { signal })
    const [head] = (server.mails[0]?.content ?? '').split('\r\n\r\n')
    expect(head).not.toMatch(/^Bcc:/m)
    expect(server.mails[0]?.to).toEqual(people.to)
  })

  it('of a recovery stands in the thread of its alert', async () => {
    const server = await start()
    const channel = email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people })
    await channel.send(notice, { signal })
    await channel.send({ ...notice, id: 'ntc_2', kind: 'recovered' }, { signal })
    const [first, second] = server.mails.map(({ content }) => /^References: (\S+)/m.exec(content)?.[1])
    expect(first).toBeDefined()
    expect(second).toBe(first)
    expect(server.mails[1]?.content).toMatch(/^Subject: \[over\] /m)
  })

  it('logs in with user and password of the address', async () => {
    const server = await start({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        password === 'p@ss/word' ? done(null, { user: username }) : done(answer(535, 'no')),
    })
    const smtpUrl = `smtp://bot:${encodeURIComponent('p@ss/word')}@127.0.0.1:${server.port}`
    await email({ smtpUrl, ...people }).send(notice, { signal })
    expect(server.mails[0]?.user).toBe('bot')
  })
})

describe('a mail server that does not take it', () => {
  it('refuses the login: the error has neither user nor password', async () => {
    const server = await start({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        done(answer(535, `${username} ${password} is wrong`)),
    })
    const smtpUrl = `smtp://hidden-user:hidden-pass@127.0.0.1:${server.port}`
    const error = await failureOf(email({ smtpUrl, ...people }).send(notice, { signal }))
    expect(error.message).toContain('535')
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/hidden|127\.0\.0\.1/)
  })

  it('refuses the receiver', async () => {
    const server = await start({ onRcptTo: (_address, _session, done) => done(answer(550, 'no such user')) })
    const channel = email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people })
    expect((await failureOf(channel.send(notice, { signal }))).message).toContain('550')
  })

  it('asks to come back (greylisting): the next attempt is taken', async () => {
    let asked = 0
    const server = await start({
      onMailFrom: (_address, _session, done) => (asked++ === 0 ? done(answer(451, 'greylisted')) : done()),
    })
    const channel = email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people })
    expect((await failureOf(channel.send(notice, { signal }))).message).toContain('451')
    await channel.send(notice, { signal })
    expect(server.mails).toHaveLength(1)
  })

  it('is not there', async () => {
    const server = await startMailServer()
    await server.close()
    const channel = email({ smtpUrl: `smtp://127.0.0.1:${server.port}`, ...people })
    expect((await failureOf(channel.send(notice, { signal }))).message).toMatch(
      /ESOCKET|ECONNECTION|ECONNREFUSED/,
    )
  })

  it('takes the connection and says nothing: given up in time', async () => {
    const sockets = new Set<{ destroy(): void }>()
    const mute = createServer((socket) => sockets.add(socket))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    open.push({
      close: () => {
        for (const socket of sockets) socket.destroy()
        return new Promise((resolve) => mute.close(() => resolve()))
      },
    })
    const { port } = mute.address() as AddressInfo
    const channel = email({ smtpUrl: `smtp://127.0.0.1:${port}`, ...people, timeoutMs: 100 })
    const startedAt = performance.now()
    expect((await failureOf(channel.send(notice, { signal }))).message).toContain('ETIMEDOUT')
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })

  it('offers no TLS though a password would have to travel: nothing is sent', async () => {
    const server = await start({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, { user: 'x' }),
    })
    const smtpUrl = `smtp://bot:secret-word@127.0.0.1:${server.port}`
    await failureOf(email({ smtpUrl, ...people, requireTls: true }).send(notice, { signal }))
    expect(server.mails).toEqual([])
  })
})

it('refuses options that cannot be meant, without repeating a password', () => {
  const wrong: readonly (() => unknown)[] = [
    () => email({ smtpUrl: 'https://bot:hidden-pass@mail.example.org', ...people }),
    () => email({ smtpUrl: 'hidden-pass', ...people }),
    () => email({ smtpUrl: 'smtp://mail.example.org', from: '', to: 'a@example.org' }),
    () => email({ smtpUrl: 'smtp://mail.example.org', from: 'a@example.org', to: [] }),
    () => email({ smtpUrl: 'smtp://mail.example.org', ...people, timeoutMs: 0 }),
  ]
  for (const make of wrong) {
    try {
      make()
      expect.unreachable()
    } catch (error) {
      expect(hasCode(error, 'invalid-options')).toBe(true)
      expect(String(error)).not.toContain('hidden-pass')
    }
  }
})
