export { createFans } from '../../../packages/sdk/src/fans/create-fans.ts'
export { createTrending } from '../../../packages/sdk/src/trending/create-trending.ts'
export { createVoting, type VotingService } from '../../../packages/sdk/src/voting/create-voting.ts'
export type { VotingOptions } from '../../../packages/sdk/src/voting/voting-options.ts'
