import { createSetvote, type Setvote } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'

/** Setvote over a storage, at noon, with no service to call. */
export const offlineSetvote = (storage: Storage): Setvote =>
  createSetvote({ storage, clock: fakeClock('2026-11-21T12:00:00Z') })
