import { systemFetch } from '../../upstream/system-fetch.ts'
import type { AlertChannel, AlertNotice } from '../alert-channel.ts'
import type { Severity } from '../finding.ts'
import { durationWords, instantWords } from '../words.ts'
import { checkAddress, postNotice } from './post-notice.ts'

export interface SlackOptions {
  /** Of an incoming webhook: `https://hooks.slack.com/services/…`. Who knows it can post: it stays out of logs. */
  readonly webhookUrl: string
  /** @default 'slack' */
  readonly name?: string
  /** @default everything */
  readonly minSeverity?: Severity
  /** @default the runtime's own */
  readonly fetch?: typeof fetch
}

/**
 * Tells a channel of Slack, by an incoming webhook.
 *
 * @throws InvalidOptionsError for what is no address.
 *
 * @example
 * const monitoring = createMonitoring({ storage, channels: [slack({ webhookUrl })] })
 */
export function slack({
  webhookUrl,
  name = 'slack',
  minSeverity,
  fetch = systemFetch,
}: SlackOptions): AlertChannel {
  const url = checkAddress(
    'slack: webhookUrl',
    webhookUrl,
    `slack({ webhookUrl: 'https://hooks.slack.com/services/…' })`,
  )
  return {
    name,
    minSeverity,
    send: (notice, { signal }) =>
      postNotice({
        receiver: 'Slack',
        body: JSON.stringify(toSlackMessage(notice)),
        ...{ url, fetch, signal, secrets: [] },
      }),
  }
}

/** Slack's limits: 150 characters of a header, 2,000 of a field, 10 fields of a section. */
const limits = { header: 150, field: 2000, fields: 10 } as const

export function toSlackMessage(notice: AlertNotice): object {
  const headline = `${markOf(notice)} ${headlineOf(notice)}`
  const fields = Object.entries(notice.details).slice(0, limits.fields)
  return {
    text: escaped(headline),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(headline, limits.header), emoji: true } },
      ...(fields.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: fields.map(([label, text]) => ({
                type: 'mrkdwn',
                text: cut(`*${escaped(label)}*\n${escaped(text)}`, limits.field),
              })),
            },
          ]),
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: escaped(`${notice.key} · since ${instantWords(notice.openedAt)}`) },
        ],
      },
    ],
  }
}

function headlineOf({ kind, title, at, openedAt }: AlertNotice): string {
  const lasted = durationWords(at.getTime() - openedAt.getTime())
  if (kind === 'recovered') return `Over after ${lasted}: ${title}`
  return kind === 'reminder' ? `Still, after ${lasted}: ${title}` : title
}

const markOf = ({ kind, severity }: AlertNotice): string =>
  kind === 'recovered' ? '🟢' : severity === 'critical' ? '🔴' : '🟠'

/** The three characters that mean something in Slack's text. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`
