/** `BENCH_SCALE=0.1` makes the large sets of data ten times smaller, to try a bench; its figures mean little then. */
const scale = Number(process.env.BENCH_SCALE ?? 1)
if (!(scale > 0 && scale <= 1)) throw new Error('BENCH_SCALE must be above 0 and at most 1: BENCH_SCALE=0.1')

/** A size of data, made smaller where that is asked for. */
export const scaled = (count: number): number => Math.max(1, Math.round(count * scale))
