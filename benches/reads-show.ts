import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { scaled } from './support/scale.ts'
import { createShowPages } from './support/show-pages.ts'

const few = scaled(100_000)
const many = scaled(10_000_000)
const rounds = 2000
const warmUp = 300

/**
 * How long the page of a show takes at 10 million votes: its setlists with their songs, the counts, and what the fan
 * who looks has voted for, in one call. Against a `select 1` on the same connections, and, as
 * `reads.show.growth`, against the same page at 100,000 votes, turn by turn.
 */
export async function* readsShow(): AsyncGenerator<Row> {
  const small = await createShowPages(few)
  if (!small) return
  try {
    const large = (await createShowPages(many))!
    try {
      const medians = await interleaved(
        { many: large.read, few: small.read, one: large.selectOne },
        { rounds, warmUp },
      )
      explain(`reads.show: medians of ${rounds} pages each`)
      yield compared('reads.show', medians.many, 'ms', 'select 1 on the same connections', medians.one)
      yield compared('reads.show.growth', medians.many, 'ms', `at ${few} votes`, medians.few)
    } finally {
      await large.drop()
    }
  } finally {
    await small.drop()
  }
}
