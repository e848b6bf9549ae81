import { storageContract } from '@setvote/sdk/conformance'
import { describe, it } from 'vitest'
import { memoryStorage } from '../src/index.ts'

storageContract({ describe, it }, async () => memoryStorage())
