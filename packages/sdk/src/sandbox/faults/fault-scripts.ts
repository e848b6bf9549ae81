import type { ServiceName } from '../service-name.ts'
import type { Fault } from './fault.ts'

/** A story of failures with a name, for a demo's flag and for tests that tell all of them. */
export interface FaultScript {
  readonly description: string
  readonly faults: readonly Fault[]
}

const always = Number.POSITIVE_INFINITY
const apis: readonly ServiceName[] = ['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz']

/** The same faults at every API. */
function everywhere(faultsOf: (service: ServiceName) => readonly Fault[]): readonly Fault[] {
  return apis.flatMap(faultsOf)
}

/** Ready-made scripts: `createSandbox({ faults: 'flaky' })`. */
export const faultScripts = {
  'spotify-rate-limited-for-a-day': {
    description: 'Spotify answers a few calls, then bans the app for 86,400 seconds.',
    faults: [{ kind: 'rate-limited-day', service: 'spotify', after: 4, times: always }],
  },
  'spotify-rate-limited-briefly': {
    description: 'Spotify asks for a second of patience, several times.',
    faults: [{ kind: 'rate-limited-short', service: 'spotify', every: 8, times: 4 }],
  },
  'spotify-rate-limited-until-a-date': {
    description: 'Spotify names the instant to come back as an HTTP date.',
    faults: [{ kind: 'rate-limited-date', service: 'spotify', after: 3, retryAfterMs: 2000 }],
  },
  'spotify-quota-exceeded': {
    description: 'The development quota is used up after a few calls.',
    faults: [{ kind: 'quota-exceeded', service: 'spotify', after: 4, times: always }],
  },
  'spotify-forbidden': {
    description: 'Spotify refuses every call of this app.',
    faults: [{ kind: 'forbidden', service: 'spotify', times: always }],
  },
  'spotify-premium-lapsed': {
    description: 'The owner of the Spotify app has no Premium any more: 403 in plain text.',
    faults: [{ kind: 'forbidden-text', service: 'spotify', times: always }],
  },
  'spotify-spurious-401': {
    description: 'Spotify refuses a valid token now and then.',
    faults: [{ kind: 'spurious-401', service: 'spotify', after: 1, every: 6, times: 3 }],
  },
  'spotify-token-refused': {
    description: 'Spotify hands out no tokens.',
    faults: [{ kind: 'server-error', service: 'spotify-accounts', status: 503, times: always }],
  },
  'ticketmaster-quota-exceeded': {
    description: 'The Ticketmaster key has used its day up.',
    faults: [{ kind: 'quota-exceeded', service: 'ticketmaster', after: 2, times: always }],
  },
  'setlistfm-rate-limited': {
    description: 'setlist.fm refuses every fourth call for a second.',
    faults: [{ kind: 'rate-limited-short', service: 'setlistfm', every: 4, times: 3 }],
  },
  'spotify-down': down('spotify', 'Spotify'),
  'ticketmaster-down': down('ticketmaster', 'Ticketmaster'),
  'setlistfm-down': down('setlistfm', 'setlist.fm'),
  'musicbrainz-down': down('musicbrainz', 'MusicBrainz'),
  'all-down': {
    description: 'No service answers with anything but 503.',
    faults: everywhere((service) => [{ kind: 'server-error', service, status: 503, times: always }]),
  },
  flaky: {
    description: 'Every service fails now and then: 502, 500, lost connections.',
    faults: everywhere((service) => [
      { kind: 'server-error', service, status: 502, every: 6, times: always },
      { kind: 'connection-reset', service, every: 11, times: always },
      { kind: 'server-error', service, status: 500, every: 17, times: always },
    ]),
  },
  truncated: {
    description: 'JSON that ends in the middle.',
    faults: everywhere((service) => [{ kind: 'truncated-json', service, after: 1, every: 2, times: 2 }]),
  },
  html: {
    description: 'Web pages where JSON was asked for, as 200 and as 502.',
    faults: everywhere((service) => [
      { kind: 'html', service, status: 200, after: 1 },
      { kind: 'html', service, status: 502, after: 2, times: 2 },
    ]),
  },
  'empty-bodies': {
    description: 'Answers without a body, as 200 and as 400.',
    faults: everywhere((service) => [
      { kind: 'empty-body', service, status: 200, after: 1 },
      { kind: 'empty-body', service, status: 400, after: 3 },
    ]),
  },
  stalls: {
    description: 'Answers that never begin, and answers that never end.',
    faults: everywhere((service) => [
      { kind: 'stall', service, at: 'headers', after: 1 },
      { kind: 'stall', service, at: 'body', after: 2 },
    ]),
  },
  resets: {
    description: 'Connections that are destroyed before an answer, and in the middle of one.',
    faults: everywhere((service) => [
      { kind: 'connection-reset', service, at: 'headers', after: 1 },
      { kind: 'connection-reset', service, at: 'body', after: 2 },
    ]),
  },
  'wrong-types': {
    description: 'Numbers as strings, null for lists, required fields left out.',
    faults: everywhere((service) => [
      { kind: 'wrong-types', service, change: 'numbers-as-strings', after: 1, every: 3, times: 3 },
      { kind: 'wrong-types', service, change: 'arrays-as-null', after: 2, every: 3, times: 3 },
      { kind: 'wrong-types', service, change: 'required-missing', after: 3, every: 3, times: 3 },
    ]),
  },
  'wrong-artist': {
    description: 'Every service answers for another artist than the one asked for.',
    faults: everywhere((service) => [{ kind: 'wrong-artist', service, times: always }]),
  },
  slow: {
    description: 'Every tenth answer takes two seconds longer.',
    faults: everywhere((service) => [{ kind: 'slow', service, delayMs: 2000, every: 10, times: always }]),
  },
} satisfies Readonly<Record<string, FaultScript>>

export type FaultScriptName = keyof typeof faultScripts

/** Whether a text, a command line's flag say, names a script. */
export function isFaultScriptName(name: string): name is FaultScriptName {
  return Object.hasOwn(faultScripts, name)
}

function down(service: ServiceName, name: string): FaultScript {
  return {
    description: `${name} answers every call with 503.`,
    faults: [{ kind: 'server-error', service, status: 503, times: always }],
  }
}
