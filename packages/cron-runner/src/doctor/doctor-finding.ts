import type { Patient } from './patient.ts'

/** One thing that was looked at. */
export interface DoctorFinding {
  /** What looked: `redis-eviction`. */
  readonly check: string
  /** A `problem` loses work or data, or will; a `warning` may. */
  readonly status: 'ok' | 'warning' | 'problem'
  /** One sentence. */
  readonly title: string
  /** What to do; null when nothing is to be done. */
  readonly advice: string | null
}

/** Judges facts, and does nothing else. Answers nothing where it has nothing to judge. */
export interface DoctorCheck {
  readonly name: string
  find(patient: Patient): readonly Diagnosis[]
}

export type Diagnosis = Omit<DoctorFinding, 'check'>

export const ok = (title: string): Diagnosis => ({ status: 'ok', title, advice: null })
export const warning = (title: string, advice: string): Diagnosis => ({ status: 'warning', title, advice })
export const problem = (title: string, advice: string): Diagnosis => ({ status: 'problem', title, advice })
