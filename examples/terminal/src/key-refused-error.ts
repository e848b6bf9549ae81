import type { UpstreamService } from '@setvote/sdk'
import { keyNames } from './keys.ts'
import { serviceNames } from './service-names.ts'
import { UsageError } from './usage-error.ts'

/** A real service does not know the key that it was given. */
export class KeyRefusedError extends UsageError {
  constructor(service: UpstreamService, cause: unknown) {
    const names = keyNames[service].join(' and ')
    super(`${serviceNames[service]} refuses the key in the environment: check ${names}.`)
    this.cause = cause
  }
}
