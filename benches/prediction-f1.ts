import { createSetlistModel, type PastSetlist } from '@setvote/sdk'
import { explain } from './support/explain.ts'
import { median } from './support/median.ts'
import { type RecordedSequence, type RecordedShow, recordedSequences } from './support/recorded-sequences.ts'
import { compared, type Row } from './support/row.ts'
import { setlistRules } from './support/setlist-rules.ts'

/** The shows that are only learned from. */
const warmUp = 20
/** How many shows stand behind the prediction whose time is told. */
const manyShows = 300

const ours = 'setvote'

/** The mean F1 of each contestant over the shows of one artist. */
type Scores = ReadonlyMap<string, number>

/**
 * How well the setlists of recorded shows are predicted, each only from those before it, against simple rules: the
 * mean over the artists of their mean F1, from the 21st show on. The rows of the artists stand against the rule that
 * is best for that artist, the last row against the one that is best overall.
 */
export async function* predictionF1(): AsyncGenerator<Row> {
  const sequences = recordedSequences()
  if (sequences.length === 0)
    return explain('prediction.f1 is skipped: set RECORDED_DATA to a folder of recordings')
  const scores = sequences.map(scoresOf)
  for (const [at, { artist, shows }] of sequences.entries()) {
    const [rule, best] = bestRule((name) => scores[at]!.get(name)!)
    yield compared(`prediction.f1.${artist}`, scores[at]!.get(ours)!, 'F1', rule, best)
    const all = Object.keys(setlistRules).map((name) => `${name} ${scores[at]!.get(name)!.toFixed(3)}`)
    explain(`prediction.f1.${artist}: ${shows.length} shows; ${all.join(', ')}`)
  }
  const overall = (name: string) => mean(scores.map((each) => each.get(name)!))
  const [rule, best] = bestRule(overall)
  const times = sequences
    .filter(({ shows }) => shows.length >= manyShows)
    .map((sequence) => `${timeOf(sequence).toFixed(1)} ms (${sequence.artist})`)
  explain(`prediction.f1: learning from ${manyShows} past shows and predicting takes ${times.join(', ')}`)
  yield compared('prediction.f1', overall(ours), 'F1', rule, best)
}

function scoresOf({ shows }: RecordedSequence): Scores {
  const model = createSetlistModel()
  const results = new Map<string, number[]>([ours, ...Object.keys(setlistRules)].map((name) => [name, []]))
  for (const [at, show] of shows.entries()) {
    if (at >= warmUp) {
      const expected = model.predict(show).songs.map(({ key }) => key)
      results.get(ours)!.push(f1(expected, show.songs))
      for (const [name, rule] of Object.entries(setlistRules)) {
        results.get(name)!.push(f1(rule(shows.slice(0, at)), show.songs))
      }
    }
    model.observe(toPast(show))
  }
  return new Map([...results].map(([name, each]) => [name, mean(each)]))
}

function bestRule(scoreOf: (rule: string) => number): [rule: string, score: number] {
  const rules = Object.keys(setlistRules).map((rule): [string, number] => [rule, scoreOf(rule)])
  return rules.toSorted(([, a], [, b]) => b - a)[0]!
}

/** In milliseconds: learning from all that came before, and predicting. */
function timeOf({ shows }: RecordedSequence): number {
  const past = shows.slice(0, manyShows).map(toPast)
  const times = Array.from({ length: 9 }, () => {
    const startedAt = performance.now()
    const model = createSetlistModel()
    for (const setlist of past) model.observe(setlist)
    model.predict(shows[manyShows] ?? shows.at(-1)!)
    return performance.now() - startedAt
  })
  return median(times)
}

const toPast = ({ localDate, tour, songs }: RecordedShow): PastSetlist => ({
  localDate,
  tour,
  songs: songs.map((key) => ({ key, part: 'main' })),
})

function f1(expected: readonly string[], played: readonly string[]): number {
  const both = new Set(expected).intersection(new Set(played)).size
  return (2 * both) / (expected.length + played.length)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
