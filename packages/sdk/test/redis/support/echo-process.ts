import { redisConnection } from '../../../src/redis/redis-connection.ts'
import { redisEventBus } from '../../../src/redis/redis-event-bus.ts'

/** A process that answers each event of `questions` in `answers`. */
const bus = redisEventBus(redisConnection({ url: process.argv[2] }))
bus.subscribe('questions', (event) => void bus.publish({ ...event, topic: 'answers' }))
