import type { ServiceName } from '../service-name.ts'
import type { Fault } from './fault.ts'

/** Decides which call is struck by which fault. */
export interface FaultPlan {
  /** The fault for this call, or null. Every matching call counts for every fault; the first that is due strikes. */
  next(service: ServiceName, template: string): Fault | null
  /** Begins the script anew. */
  rewind(): void
}

export function createFaultPlan(faults: readonly Fault[]): FaultPlan {
  let runs = faults.map(begin)
  return {
    next(service, template) {
      let struck: Fault | null = null
      for (const run of runs) {
        if (run.isDue(service, template) && struck === null) struck = run.strike()
      }
      return struck
    },
    rewind() {
      runs = faults.map(begin)
    },
  }
}

function begin(fault: Fault) {
  const { after = 0, every = 1, times = 1 } = fault
  let matching = 0
  let struck = 0
  return {
    isDue(service: ServiceName, template: string): boolean {
      if (fault.service !== service) return false
      if (fault.template !== undefined && fault.template !== template) return false
      matching++
      return struck < times && matching > after && (matching - after) % every === 0
    },
    strike(): Fault {
      struck++
      return fault
    },
  }
}
