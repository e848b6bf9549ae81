import { postgresEventBus } from '../../src/realtime/postgres-event-bus.ts'

/** A process that answers each event of `questions` in `answers`. */
const bus = postgresEventBus({ connectionString: process.argv[2]! })
bus.subscribe('questions', (event) => void bus.publish({ ...event, topic: 'answers' }))
