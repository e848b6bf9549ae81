import { parseArgs } from 'node:util'
import type { ArtistReference } from '@setvote/sdk'
import { type FaultScriptName, faultScripts, isFaultScriptName, type SpotifyTier } from '@setvote/sdk/sandbox'
import { isServerAddress, type StoreChoice, toStoreChoice } from './store-choice.ts'
import { UsageError } from './usage-error.ts'

export interface DemoOptions {
  /** Null for the world's own choice. */
  readonly artist: ArtistReference | null
  readonly seed: number | null
  readonly tier: SpotifyTier | null
  readonly fault: FaultScriptName | null
  readonly store: StoreChoice
  readonly json: boolean
  readonly help: boolean
}

const flags = {
  artist: { type: 'string' },
  seed: { type: 'string' },
  tier: { type: 'string' },
  fault: { type: 'string' },
  store: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type Flag = keyof typeof flags

const examples: Readonly<Record<Flag, string>> = {
  artist: "--artist 'Velvet Harbor'",
  seed: '--seed 7',
  tier: '--tier development',
  fault: '--fault flaky',
  store: '--store pglite',
  json: '--json',
  help: '--help',
}

const tiers: readonly SpotifyTier[] = ['development', 'legacy', 'extended']

/** Reads the command line. Throws a `UsageError` for what cannot be meant. */
export function parseOptions(argv: readonly string[]): DemoOptions {
  const values = readFlags(argv)
  const { artist, seed, tier, fault, store } = values
  return {
    artist: artist === undefined ? null : toReference(artist),
    seed: seed === undefined ? null : toSeed(seed),
    tier: tier === undefined ? null : toTier(tier),
    fault: fault === undefined ? null : toFault(fault),
    store: toStoreChoice(store ?? 'memory'),
    json: values.json !== undefined,
    help: values.help !== undefined,
  }
}

/** The flags as written; those without a value are empty texts. */
function readFlags(argv: readonly string[]): Partial<Record<Flag, string>> {
  // Some shells and package managers pass their own separator on.
  const args = argv[0] === '--' ? argv.slice(1) : [...argv]
  const { tokens } = parseArgs({ args, options: flags, strict: false, tokens: true })
  const values: Partial<Record<Flag, string>> = {}
  for (const token of tokens) {
    if (token.kind === 'positional') {
      // An address may hold a password, which no sentence repeats.
      if (isServerAddress(token.value)) {
        throw new UsageError('An address belongs to --store: write --store postgres://USER@HOST/DATABASE.')
      }
      throw new UsageError(
        `'${token.value}' belongs to no option: to name an artist, write ${examples.artist}.`,
      )
    }
    if (token.kind === 'option-terminator') continue
    const { name, rawName, value, inlineValue } = token
    if (!isFlag(name)) throw new UsageError(`There is no option ${rawName}. Known are: ${known()}.`)
    if (flags[name].type === 'boolean') {
      if (value !== undefined) throw new UsageError(`--${name} takes no value: write ${examples[name]}.`)
      values[name] = ''
    } else {
      if (value === undefined || (!inlineValue && value.startsWith('--'))) {
        throw new UsageError(`--${name} needs a value: write ${examples[name]}.`)
      }
      values[name] = value
    }
  }
  return values
}

const isFlag = (name: string): name is Flag => Object.hasOwn(flags, name)

const known = () =>
  Object.keys(flags)
    .map((name) => `--${name}`)
    .join(', ')

const idPrefixes = { spotify: 'spotifyId', ticketmaster: 'ticketmasterId', mbid: 'mbid' } as const

/** A name, or an id behind the word for its kind, as `artistArgument` writes it. */
function toReference(text: string): ArtistReference {
  const trimmed = text.trim()
  if (trimmed === '') throw new UsageError(`--artist must not be empty: write ${examples.artist}.`)
  const [, prefix, id] = /^(spotify|ticketmaster|mbid):(\S+)$/.exec(trimmed) ?? []
  if (!prefix || !id) return { name: trimmed }
  return { [idPrefixes[prefix as keyof typeof idPrefixes]]: id } as unknown as ArtistReference
}

/** How to name this artist on the command line. */
export function artistArgument(reference: Readonly<Record<string, string>>): string {
  for (const [prefix, key] of Object.entries(idPrefixes)) {
    if (reference[key]) return `--artist ${prefix}:${reference[key]}`
  }
  return `--artist '${reference.name ?? ''}'`
}

function toSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError(`--seed must be a whole number from 0, not '${text}': write ${examples.seed}.`)
}

function toTier(text: string): SpotifyTier {
  const tier = tiers.find((each) => each === text)
  if (tier) return tier
  throw new UsageError(`There is no tier '${text}'. Known are: ${tiers.join(', ')}.`)
}

function toFault(text: string): FaultScriptName {
  if (isFaultScriptName(text)) return text
  throw new UsageError(
    `There is no fault named '${text}'. Known are: ${Object.keys(faultScripts).join(', ')}.`,
  )
}
