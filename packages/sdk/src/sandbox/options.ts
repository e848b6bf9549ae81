import { z } from 'zod'
import { type Clock, systemClock } from '../core/clock.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import { Fault, faultKinds } from './faults/fault.ts'
import { type FaultScriptName, faultScripts, isFaultScriptName } from './faults/fault-scripts.ts'
import { Latency } from './latency.ts'
import { Limits } from './limits/limits.ts'
import type { SpotifyTier } from './services/service.ts'
import type { WorldSize } from './world/world-size.ts'

export interface SandboxOptions {
  /** The same seed gives the same world, the same keys and the same jitter. @default 7 */
  readonly seed?: number
  /** How much there is of everything. @default 'small' */
  readonly size?: WorldSize
  /** The day the world is made for, `YYYY-MM-DD`: past shows lie before it. @default the clock's day, in UTC */
  readonly today?: string
  /** Decides when tokens expire and limits refill, and sleeps for latency. @default the machine's clock */
  readonly clock?: Clock
  /** What Spotify lets the app do. @default 'extended' */
  readonly tier?: SpotifyTier
  /** How long every answer takes, in milliseconds. @default 0 */
  readonly latencyMs?: Latency
  /** @default what the services publish; for Spotify, which publishes nothing, what its tier is known to bear */
  readonly limits?: Limits
  /** Scripts by name, single faults, or both. @default none */
  readonly faults?: FaultScriptName | readonly (FaultScriptName | Fault)[]
}

/** Options with everything decided. */
export interface SandboxSettings {
  readonly seed: number
  readonly size: WorldSize
  readonly today: string
  readonly clock: Clock
  readonly tier: SpotifyTier
  readonly latencyMs: Latency
  readonly limits: Limits
  readonly faults: readonly Fault[]
}

const Options = z.strictObject({
  seed: z.int().optional(),
  /** Checked where the world is made. */
  size: z.custom<WorldSize>().optional(),
  today: z.iso.date().optional(),
  clock: z
    .custom<Clock>(
      (value) => isClock(value),
      'must have now() and sleep(); leave it out for the machine’s clock',
    )
    .optional(),
  tier: z.enum(['development', 'legacy', 'extended']).optional(),
  latencyMs: Latency.optional(),
  limits: Limits.optional(),
  faults: z.unknown().optional(),
})

/** Checks options and fills the defaults in. Throws an `InvalidOptionsError` that shows what to write. */
export function parseOptions(options: SandboxOptions): SandboxSettings {
  const { seed = 7, size = 'small', tier = 'extended', latencyMs = 0, limits = {}, ...rest } = check(options)
  const clock = rest.clock ?? systemClock
  const today = rest.today ?? clock.now().toISOString().slice(0, 10)
  return { seed, size, today, clock, tier, latencyMs, limits, faults: parseFaults(rest.faults) }
}

const examples: Readonly<Record<string, string>> = {
  latencyMs: 'latencyMs: 150 or latencyMs: { min: 80, max: 250 }',
  limits: 'limits: false or limits: { ticketmaster: { perSecond: 5, perDay: 5000 }, spotify: false }',
}

function check(options: SandboxOptions): z.infer<typeof Options> {
  const parsed = Options.safeParse(options)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => {
    const example = examples[String(path[0])]
    return `${path.join('.') || 'options'}: ${message}${example ? ` – write ${example}` : ''}`
  })
  throw new InvalidOptionsError(`createSandbox was given options it cannot work with. ${problems.join('. ')}`)
}

function parseFaults(given: unknown): readonly Fault[] {
  if (given === undefined) return []
  if (typeof given === 'string') return scriptNamed(given)
  if (!Array.isArray(given)) throw new InvalidOptionsError(`faults: ${howToWriteFaults}`)
  return given.flatMap((entry: unknown) =>
    typeof entry === 'string' ? scriptNamed(entry) : [parseFault(entry)],
  )
}

const howToWriteFaults =
  "write the name of a script, faults: 'flaky', or a list, faults: ['slow', { kind: 'forbidden', service: 'spotify' }]."

function scriptNamed(name: string): readonly Fault[] {
  if (isFaultScriptName(name)) return faultScripts[name].faults
  throw new InvalidOptionsError(
    `There is no fault script named '${name}'. Known are: ${Object.keys(faultScripts).join(', ')}.`,
  )
}

function parseFault(entry: unknown): Fault {
  const kind = typeof entry === 'object' && entry !== null && 'kind' in entry ? entry.kind : undefined
  if (!(faultKinds as readonly unknown[]).includes(kind)) {
    throw new InvalidOptionsError(`There is no fault of kind '${kind}'. Known are: ${faultKinds.join(', ')}.`)
  }
  const parsed = Fault.safeParse(entry)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || kind}: ${message}`)
  throw new InvalidOptionsError(
    `The fault of kind '${kind}' cannot be meant as written. ${problems.join('. ')}. Elsewhere: ${howToWriteFaults}`,
  )
}

function isClock(value: unknown): value is Clock {
  return typeof value === 'object' && value !== null && 'now' in value && 'sleep' in value
}
