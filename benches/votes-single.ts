import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { bareTable, castWithSetvote } from './support/vote-designs.ts'
import { createVoteStage, freshBallots } from './support/vote-stage.ts'

const rounds = 2000
const warmUp = 300

/** How long one caller who is alone waits for one vote, against one insert of the same row, turn by turn. */
export async function* votesSingle(): AsyncGenerator<Row> {
  const stage = await createVoteStage('votes.single')
  if (!stage) return
  try {
    const [cast, bare] = [castWithSetvote(stage), await bareTable(stage)]
    const ballot = freshBallots('hot')
    const medians = await interleaved(
      { ours: () => cast(ballot()), bare: () => bare.castOne(ballot()) },
      { rounds, warmUp },
    )
    await stage.audit()
    explain(`votes.single: medians of ${rounds} votes each; audit exact`)
    yield compared('votes.single', medians.ours, 'ms', 'one bare insert', medians.bare)
  } finally {
    await stage.drop()
  }
}
