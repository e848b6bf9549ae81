import { nameKey } from '../../matching/normalize-name.ts'
import type { CallOptions } from '../../upstream/call.ts'
import type { ArtistSources } from './artist-sources.ts'

/**
 * Sources that ask each question once, however often it is wanted, so that what will be wanted can be asked ahead.
 * Failures are shared as well: these are the sources of one resolution, not of the process.
 */
export function askOnce({ services, artistsOfSpotify, ...rest }: ArtistSources): ArtistSources {
  return {
    ...rest,
    services: Object.fromEntries(
      Object.entries(services).map(([service, { byId, byName }]) => [
        service,
        { byId: remembered(byId, (id) => id), byName: remembered(byName, nameKey) },
      ]),
    ),
    ...(artistsOfSpotify && { artistsOfSpotify: remembered(artistsOfSpotify, (ids) => ids.join()) }),
  }
}

function remembered<Subject, Answer>(
  ask: (subject: Subject, options: CallOptions) => Promise<Answer>,
  keyOf: (subject: Subject) => string,
): (subject: Subject, options: CallOptions) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (subject, options) => {
    const key = keyOf(subject)
    const answer = answers.get(key) ?? ask(subject, options)
    answers.set(key, answer)
    return answer
  }
}
