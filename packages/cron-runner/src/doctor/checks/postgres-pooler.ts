import { type DoctorCheck, ok, warning } from '../doctor-finding.ts'

/** Where Supabase has its pooler in transaction mode. */
const poolerPort = 6543

const advice =
  'Jobs run well there. Give postgresEventBus, BullMQ on PostgreSQL and whoever sets something for a session the direct address of the server, and set timeouts on the role.'

export const postgresPooler: DoctorCheck = {
  name: 'postgres-pooler',
  find({ postgres }) {
    if (!postgres || 'error' in postgres) return []
    const { sessions, port } = postgres
    if (sessions === 'lost') {
      return [warning('A pooler in transaction mode is before PostgreSQL: LISTEN hears nothing', advice)]
    }
    if (port === poolerPort) {
      return [warning(`Port ${poolerPort} is that of poolers in transaction mode`, advice)]
    }
    return sessions === 'kept' ? [ok('Connections to PostgreSQL keep what they set up')] : []
  },
}
