import type { AlertNotice } from '@setvote/sdk'

export interface Addresses {
  readonly from: string
  readonly to: readonly string[]
}

/** A notice as a mail: plain text that can be read on a watch. */
export function toMail(notice: AlertNotice, { from, to }: Addresses) {
  const { id, kind, key, severity, title, details, openedAt, at } = notice
  const opening = `<${idPart(key)}.${openedAt.getTime()}@setvote.invalid>`
  const lines = [
    `${title}.`,
    '',
    ...Object.entries(details).map(([name, text]) => `${name}: ${text}`),
    '',
    `Since: ${openedAt.toISOString()}`,
    ...(kind === 'recovered' ? [`Over: ${at.toISOString()}`] : []),
    `Alert: ${key}`,
  ]
  return {
    from,
    to: [...to],
    subject: `${kind === 'opened' || kind === 'escalated' ? `[${severity}]` : words[kind]} ${title}`,
    text: lines.join('\n'),
    // The same however often it is sent: readers show it once.
    messageId: `<${idPart(id)}@setvote.invalid>`,
    references: opening,
    ...(kind === 'opened' ? {} : { inReplyTo: opening }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Setvote-Alert': idPart(key) },
  }
}

const words = { reminder: '[still]', recovered: '[over]' } as const

const idPart = (text: string): string => text.replace(/[^\w.:-]+/g, '-').slice(0, 200)
