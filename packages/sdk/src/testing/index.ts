export { countingIds } from './counting-ids.ts'
export { type FakeClock, type FakeClockOptions, fakeClock } from './fake-clock.ts'
