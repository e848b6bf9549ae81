import { describe, it } from 'node:test'
import { storageContract } from '@setvote/sdk/conformance'
import { memoryStorage } from '../../src/index.ts'

storageContract({ describe, it }, async () => memoryStorage())
