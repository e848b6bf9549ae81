import { InvalidOptionsError } from '../../core/errors.ts'

/** An app as MusicBrainz wants to know it. */
export interface MusicbrainzApp {
  readonly name: string
  readonly version: string
  /** A web page or a mail address of somebody who looks after the app. */
  readonly contact: string
}

const example = "app: { name: 'Velvet Votes', version: '1.0.0', contact: 'ops@example.org' }"

/**
 * Who is calling: `VelvetVotes/1.0.0 (ops@example.org)`. MusicBrainz blocks callers without a name, and slows down
 * those who use that of their HTTP library, so this is mandatory.
 *
 * @see https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting#Provide_meaningful_User-Agent_strings
 */
export function userAgentOf({
  userAgent,
  app,
}: {
  readonly userAgent?: string | undefined
  readonly app?: MusicbrainzApp | undefined
}): string {
  if (userAgent !== undefined && app !== undefined) fail('pass either userAgent or app, not both')
  if (app !== undefined) {
    const { name, version, contact } = app
    if (![name, version, contact].every(isText)) fail(`app needs a name, a version and a contact: ${example}`)
    return checked(`${name.replaceAll(/[\s/()]+/g, '')}/${version.trim()} (${contact.trim()})`)
  }
  if (!isText(userAgent)) return fail(`MusicBrainz wants to know who is calling: ${example}`)
  return checked(userAgent.trim())
}

/** A product with a version, and a comment that leads to somebody. */
function checked(userAgent: string): string {
  if (/^[\x21-\x7e]+\/[\x21-\x7e]+ \(.*[^\s()].*\)$/.test(userAgent) && /^[\x20-\x7e]+$/.test(userAgent))
    return userAgent
  return fail("userAgent must read like 'VelvetVotes/1.0.0 (ops@example.org)', in plain ASCII")
}

function fail(what: string): never {
  throw new InvalidOptionsError(`createMusicbrainz: ${what}`)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
