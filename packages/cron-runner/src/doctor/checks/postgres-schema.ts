import { type DoctorCheck, ok, problem } from '../doctor-finding.ts'

const migrate = 'Run setvote-migrate up.'

export const postgresSchema: DoctorCheck = {
  name: 'postgres-schema',
  find({ postgres }) {
    if (!postgres || 'error' in postgres) return []
    const { state, steps } = postgres.schema
    const named = steps.join(', ')
    return {
      current: [ok('The schema is current')],
      missing: [problem('There is no schema of setvote in the database', migrate)],
      behind: [problem(`The schema lacks ${named}`, migrate)],
      newer: [
        problem(`The schema is newer than this version (${named})`, 'Update @setvote/adapter-postgres.'),
      ],
    }[state]
  },
}
