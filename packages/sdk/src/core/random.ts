/** A number in [0, 1). Whatever needs chance takes one of these, so that a test decides what chance is. */
export type Random = () => number

export const systemRandom: Random = Math.random
