import {
  checkInstants,
  checkNames,
  checkPositive,
  checkSchema,
  checkTexts,
  ImportLedger,
  ImportProgress,
  type LeaseRequest,
  type ProgressDraft,
} from '@setvote/sdk/storage'

export function checkAccount(ledger: ImportLedger, steps: readonly ProgressDraft[]): void {
  checkSchema(ImportLedger, ledger, 'ledger')
  checkTexts(ledger)
  for (const step of steps) {
    checkSchema(ImportProgress, { ...step, runId: 'run', sequence: 1 }, 'progress')
    checkTexts(step)
  }
}

export function checkLease({ owner, at, leaseMs }: LeaseRequest): void {
  checkNames({ owner })
  checkInstants({ at })
  checkPositive('leaseMs', leaseMs)
}
