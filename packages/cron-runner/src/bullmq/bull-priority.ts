/** BullMQ does what has the lower number first, from 1; items of number 0 go before all of them. */
const middle = 1_000_000

export const toBullPriority = (priority: number): number => middle - priority
export const fromBullPriority = (bull: number): number => middle - bull
