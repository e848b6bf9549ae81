import { z } from 'zod'
import type { Rule } from './exchange.ts'
import { musicbrainzRules } from './musicbrainz-rules.ts'
import { setlistfmRules } from './setlistfm-rules.ts'
import { spotifyRules } from './spotify-rules.ts'
import { ticketmasterRules } from './ticketmaster-rules.ts'

const evenings = z
  .array(
    z.strictObject({
      date: z.iso.date(),
      tour: z.string().min(1).nullish(),
      songs: z.array(z.string().min(1)).min(1),
    }),
  )
  .min(1)

/** Every kind of file in the folder: an answer of a service, or why it is none. A file has exactly one rule. */
export const rules: readonly Rule[] = [
  ...spotifyRules,
  ...ticketmasterRules,
  ...setlistfmRules,
  ...musicbrainzRules,
  {
    pattern: /^setlistfm\/sequences\//,
    notAnAnswer: 'facts about consecutive evenings, taken out of setlists: day, tour and names of songs',
    check: (text) => evenings.parse(JSON.parse(text)),
  },
  {
    pattern: /^setlistfm\/datasets\//,
    notAnAnswer: 'data of other sites about setlists, in their own words',
    check: (text) => JSON.parse(text),
  },
  {
    pattern: /^[\w-]+\/openapi\//,
    notAnAnswer: "the definition of a service's API; the sandbox is held against it",
    check: (text) =>
      z
        .string()
        .regex(/^\s*["']?(openapi|swagger)["']?\s*:/m)
        .parse(text),
  },
  {
    pattern: /^[^/]+\.md$/,
    notAnAnswer: 'says where the recordings come from',
    check: (text) => z.string().min(1).parse(text),
  },
]

export const rulesOf = (file: string): readonly Rule[] => rules.filter(({ pattern }) => pattern.test(file))
