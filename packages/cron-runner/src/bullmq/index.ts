export { type BullmqEngine, type BullmqEngineOptions, bullmqEngine } from './bullmq-engine.ts'
export { type BullmqCounts, type BullmqQueue, bullmqQueue } from './bullmq-queue.ts'
export type { DeadLetter, DeadLetters } from './dead-letters.ts'
export type { BullmqQueueOptions, QueueConnection, RateLimit } from './queue-options.ts'
