import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { rush } from './support/rush.ts'
import { bareTable, castWithSetvote, usualDesign } from './support/vote-designs.ts'
import { createVoteStage, freshBallots } from './support/vote-stage.ts'

const callers = 256
const votes = { ours: 20_000, usual: 2000, bare: 20_000 }
const rounds = 7
const warmUp = 2

/**
 * Votes a second when 256 callers vote at once, nine of ten for one show of 25 songs: against the usual design, and,
 * as `votes.hot.limit`, against inserts in the same batches into a table like that of the ballots, where nothing is
 * looked up and nothing counted. Fails unless every count of setvote is right in the end.
 */
export async function* votesHot(): AsyncGenerator<Row> {
  const stage = await createVoteStage('votes.hot')
  if (!stage) return
  try {
    const [usual, bare] = [await usualDesign(stage), await bareTable(stage)]
    try {
      const ballot = freshBallots('hot')
      const cast = { ours: castWithSetvote(stage), usual: usual.cast, bare: bare.castInBatches }
      const rushOf = (side: keyof typeof cast) => () =>
        rush(votes[side], { callers, each: () => cast[side](ballot()) })
      const medians = await interleaved(
        { ours: rushOf('ours'), usual: rushOf('usual'), bare: rushOf('bare') },
        { rounds, warmUp },
      )
      await stage.audit()
      const perSecond = (side: keyof typeof cast) => (votes[side] / medians[side]) * 1000
      explain(
        `votes.hot: ${callers} callers, ${rounds} rounds of ${JSON.stringify(votes)} votes; audit exact`,
      )
      yield compared(
        'votes.hot',
        perSecond('ours'),
        'votes/s',
        'an insert per vote, a row trigger that counts',
        perSecond('usual'),
      )
      yield compared(
        'votes.hot.limit',
        perSecond('ours'),
        'votes/s',
        'bare inserts in the same batches, no counting',
        perSecond('bare'),
      )
    } finally {
      await usual.close()
    }
  } finally {
    await stage.drop()
  }
}
