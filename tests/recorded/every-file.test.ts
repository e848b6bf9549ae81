import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRecorded, readRecorded, recordedFiles } from '../support/recorded.ts'
import type { Exchange, ExpectedError } from './support/exchange.ts'
import { anyOf, type RecordedServer, serveRecorded } from './support/recorded-server.ts'
import { rules, rulesOf } from './support/rules.ts'

const now = new Date('2026-10-01T12:00:00Z')

describeRecorded('every recorded file', () => {
  const files = recordedFiles()

  it('has one rule that says what it is', () => {
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => rulesOf(file).length !== 1)).toEqual([])
  })

  describe.each(rules.flatMap((rule) => ('notAnAnswer' in rule ? [rule] : [])))(
    'that is no answer: $notAnAnswer',
    ({ pattern, check }) => {
      it('is what it should be', () => {
        for (const file of files.filter((each) => pattern.test(each))) {
          expect(() => check(readRecorded(file)), file).not.toThrow()
        }
      })
    },
  )

  describe('that is an answer', () => {
    let server: RecordedServer
    beforeAll(async () => {
      server = await serveRecorded()
    })
    afterAll(() => server.close())

    it.each(files.filter((file) => rulesOf(file).some((rule) => 'exchanges' in rule)))(
      'goes through its client and into our words: %s',
      async (file) => {
        const exchanges = exchangesOf(file)
        expect(exchanges.length).toBeGreaterThan(0)
        for (const exchange of exchanges) {
          const clients = server.clients(anyOf(exchange.answers), now)
          if ('codes' in exchange.expected) await expectError(exchange.ask(clients), exchange.expected)
          else await expectValue(exchange.ask(clients), exchange.expected.value, exchange.map)
        }
      },
    )
  })
})

function exchangesOf(file: string): readonly Exchange[] {
  return rulesOf(file).flatMap((rule) =>
    'exchanges' in rule ? rule.exchanges(JSON.parse(readRecorded(file)), file) : [],
  )
}

async function expectValue(
  asked: PromiseLike<unknown>,
  recorded: unknown,
  map: Exchange['map'] = () => {},
): Promise<void> {
  const value = await asked
  expect(recorded).toMatchObject(value as object)
  map(value as never)
}

async function expectError(
  asked: PromiseLike<unknown>,
  { codes, says, retryAfterMs }: ExpectedError,
): Promise<void> {
  const error = await Promise.resolve(asked).then(
    () => null,
    (reason: Error & { readonly code: string; readonly retryAt: Date | null }) => reason,
  )
  expect(codes).toContain(error?.code)
  if (says !== undefined) expect(error!.message).toContain(says)
  if (retryAfterMs !== undefined) expect(error!.retryAt).toEqual(new Date(now.getTime() + retryAfterMs))
}
