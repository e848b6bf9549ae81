import { styleText } from 'node:util'
import { type ArtistReference, createSetvote } from '@setvote/sdk'
import type { DemoResult } from './demo-result.ts'
import { estimateCalls } from './estimate-calls.ts'
import { importArtist } from './import-artist.ts'
import { KeyRefusedError } from './key-refused-error.ts'
import type { Environment } from './keys.ts'
import { type DemoStore, openStore } from './open-store.ts'
import { parseOptions } from './options.ts'
import { perDay, playNight } from './play-night.ts'
import { readStored } from './read-stored.ts'
import { report } from './report.ts'
import { reportJson } from './report-json.ts'
import { sentenceFor } from './sentence-for.ts'
import { showLines } from './show-lines.ts'
import type { ProgressView } from './show-progress.ts'
import { showTasks } from './show-tasks.ts'
import { takeOverAbandoned } from './take-over.ts'
import { usage } from './usage.ts'
import { watchCalls } from './watched-services.ts'
import { type DemoWorld, openWorld } from './world.ts'

/** What the demo needs of the process it runs in. */
export interface Surroundings {
  readonly argv: readonly string[]
  readonly env: Environment
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly signal: AbortSignal
}

const exitCodes = { ended: 0, failed: 1, cancelled: 130 } as const

/** The whole demo. Answers the exit code. */
export async function runDemo({ argv, env, stdout, stderr, signal }: Surroundings): Promise<number> {
  const say = (line: string) => void stdout.write(`${line}\n`)
  const complain = (line: string) => void stderr.write(`${line}\n`)
  try {
    const options = parseOptions(argv)
    if (options.help) {
      say(usage)
      return exitCodes.ended
    }
    // Programs read the output of --json: what people want to know goes beside it.
    const narrate = options.json ? complain : say
    const isTerminal = stdout.isTTY && stdout.columns > 0 && !env.CI && !options.json
    const world = await openWorld(options, env)
    try {
      const openView = () => (isTerminal ? showTasks(nameOf(world.artist)) : showLines(narrate))
      const store = await openStore(options.store, narrate)
      const result = await play(world, store, { narrate, signal, openView }).finally(store.close)
      if (options.json) say(reportJson(result))
      else say(`\n${report(result, (title) => styleText('bold', title, { stream: stdout }))}`)
      const { run, failure } = result
      if (run.status === 'cancelled') {
        complain('The import was cancelled. The report shows what it had stored until then.')
        return exitCodes.cancelled
      }
      if (signal.aborted) {
        complain('Cancelled. The report shows what was done until then.')
        return exitCodes.cancelled
      }
      if (failure) complain(failure)
      return run.status === 'failed' ? exitCodes.failed : exitCodes.ended
    } finally {
      await world.close()
    }
  } catch (error) {
    if (signal.aborted) {
      complain('Cancelled before anything was imported.')
      return exitCodes.cancelled
    }
    complain(sentenceFor(error))
    return exitCodes.failed
  }
}

async function play(
  world: DemoWorld,
  { storage }: DemoStore,
  {
    narrate,
    signal,
    openView,
  }: {
    readonly narrate: (line: string) => void
    readonly signal: AbortSignal
    readonly openView: () => ProgressView
  },
): Promise<DemoResult> {
  narrate(`Asking ${world.title}.`)
  for (const hint of world.hints) narrate(hint)
  const estimated = await estimateCalls(world, signal)
  const watch = watchCalls(world.services)
  const setvote = createSetvote({
    storage,
    ...watch.options,
    // To the rules against abuse, a rush from one process is what they are made for.
    votes: { perDay, abuse: false },
  })
  let stopTakingOver = () => {}
  try {
    stopTakingOver = await takeOverAbandoned(setvote, narrate)
    const finished = await importArtist(setvote, world.artist, openView(), signal)
    const refusal = watch.refusal()
    if (world.isReal && refusal) throw new KeyRefusedError(refusal.service, refusal.error)
    const { artistId, status } = finished.run
    const stored = artistId ? await readStored(setvote, artistId) : null
    const isImported = status === 'completed' || status === 'completed-with-gaps'
    const { seed, others } = world
    return {
      ...estimated,
      ...finished,
      stored,
      requests: watch.requests(),
      night:
        stored && isImported && !signal.aborted
          ? await playNight(setvote, stored.artist, { seed, others, narrate, signal })
          : null,
    }
  } finally {
    stopTakingOver()
    await setvote.close()
  }
}

/** The name or id itself. */
const nameOf = (reference: ArtistReference): string => Object.values(reference).join('')
