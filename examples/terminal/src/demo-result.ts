import type { UpstreamService } from '@setvote/sdk'
import type { Estimate } from './estimate-calls.ts'
import type { FinishedImport } from './import-artist.ts'
import type { Night } from './play-night.ts'
import type { Stored } from './read-stored.ts'

/** Everything there is to report. */
export interface DemoResult extends FinishedImport, Estimate {
  /** Null when the import never found out who the artist is. */
  readonly stored: Stored | null
  /** Null when the import has not come to its end. */
  readonly night: Night | null
  readonly requests: Readonly<Record<UpstreamService, number>>
}
