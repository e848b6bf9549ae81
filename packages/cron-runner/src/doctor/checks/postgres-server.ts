import { type DoctorCheck, ok, problem } from '../doctor-finding.ts'

const oldest = 15

export const postgresServer: DoctorCheck = {
  name: 'postgres-server',
  find({ postgres }) {
    if (!postgres) return []
    if ('error' in postgres) {
      return [problem(`PostgreSQL: ${postgres.error}`, 'Correct that first: without it no job runs.')]
    }
    const { version, isReplica, isReadOnly } = postgres
    const major = Math.floor(version / 10_000)
    if (isReplica || isReadOnly) {
      const what = isReplica ? 'a replica' : 'set to read-only'
      return [problem(`This PostgreSQL server is ${what} and takes no writes`, 'Connect to the primary.')]
    }
    if (major < oldest) {
      return [problem(`PostgreSQL ${major} is too old`, `Upgrade to PostgreSQL ${oldest} or newer.`)]
    }
    return [ok(`PostgreSQL ${major} takes writes`)]
  },
}
