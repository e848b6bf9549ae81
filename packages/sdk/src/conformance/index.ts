export {
  artistDraft,
  ballotDraft,
  progressDraft,
  setlistDraft,
  showDraft,
  songDraft,
  sourceOf,
  venueDraft,
} from './builders.ts'
export type { Harness, OpenStorage } from './harness.ts'
export { quotaContract, storageContract } from './storage-contract.ts'
