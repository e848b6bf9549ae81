import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { rush } from './support/rush.ts'
import { castWithSetvote, usualDesign } from './support/vote-designs.ts'
import { createVoteStage, freshBallots } from './support/vote-stage.ts'

const callers = 256
const votes = { ours: 20_000, usual: 5000 }
const rounds = 7
const warmUp = 2

/** Votes a second when 256 callers vote at once, spread evenly over 10,000 songs of 400 shows. */
export async function* votesUniform(): AsyncGenerator<Row> {
  const stage = await createVoteStage('votes.uniform')
  if (!stage) return
  try {
    const usual = await usualDesign(stage)
    try {
      const ballot = freshBallots('uniform')
      const cast = { ours: castWithSetvote(stage), usual: usual.cast }
      const rushOf = (side: keyof typeof cast) => () =>
        rush(votes[side], { callers, each: () => cast[side](ballot()) })
      const medians = await interleaved({ ours: rushOf('ours'), usual: rushOf('usual') }, { rounds, warmUp })
      await stage.audit()
      const perSecond = (side: keyof typeof cast) => (votes[side] / medians[side]) * 1000
      explain(
        `votes.uniform: ${callers} callers, ${rounds} rounds of ${JSON.stringify(votes)} votes; audit exact`,
      )
      yield compared(
        'votes.uniform',
        perSecond('ours'),
        'votes/s',
        'an insert per vote, a row trigger that counts',
        perSecond('usual'),
      )
    } finally {
      await usual.close()
    }
  } finally {
    await stage.drop()
  }
}
