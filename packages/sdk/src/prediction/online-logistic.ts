/** Learns from one batch of rows after another how probable an outcome is. */
export interface OnlineLogistic {
  /** One probability for each row. */
  probabilities(rows: Float64Array): Float64Array
  /** Takes in what came of rows, with the probabilities that were given for them before. */
  learn(rows: Float64Array, probabilities: Float64Array, outcomes: Uint8Array): void
}

export interface OnlineLogisticOptions {
  /** The weights before anything was learned; one for each number of a row. */
  readonly start: readonly number[]
  /** How firmly the start is believed: as the precision (1 / variance) of each weight. */
  readonly precision: number
  /** After how many batches an observation counts half. */
  readonly halfLife: number
}

/** Below this the curvature of a row adds nothing that could be noticed. */
const negligible = 1e-4

/**
 * Bayesian logistic regression, learned in one pass: the weights are believed to be Gaussian, each batch moves their
 * mean by one Newton step and adds its curvature to their precision (Spiegelhalter and Lauritzen, Sequential updating
 * of conditional probabilities, 1990; as a bound on regret, the online Newton step of Hazan, Agarwal and Kale, 2007).
 * What was learned fades towards the start, since habits change. A row that came out against a firm prediction has
 * little curvature of its own; it is given a quarter of its squared error, which keeps the step from overshooting.
 *
 * Takes time in the order of rows × weights² for a batch.
 */
export function createOnlineLogistic({ start, precision, halfLife }: OnlineLogisticOptions): OnlineLogistic {
  const size = start.length
  const keep = 2 ** (-1 / halfLife)
  const weights = Float64Array.from(start)
  const curvature = new Float64Array(size * size)
  for (let at = 0; at < size; at++) curvature[at * size + at] = precision

  function fade(): void {
    for (let at = 0; at < curvature.length; at++) curvature[at]! *= keep
    for (let at = 0; at < size; at++) curvature[at * size + at]! += (1 - keep) * precision
  }

  return {
    probabilities(rows) {
      const answers = new Float64Array(rows.length / size)
      for (let row = 0, at = 0; row < answers.length; row++) {
        let sum = 0
        for (let each = 0; each < size; each++) sum += rows[at++]! * weights[each]!
        answers[row] = 1 / (1 + Math.exp(-sum))
      }
      return answers
    },
    learn(rows, probabilities, outcomes) {
      fade()
      const slope = weights.map((weight, at) => (1 - keep) * precision * (start[at]! - weight))
      for (let row = 0; row < outcomes.length; row++) {
        const probability = probabilities[row]!
        const error = outcomes[row]! - probability
        const bend = Math.max(probability * (1 - probability), (error * error) / 4)
        const from = row * size
        for (let at = 0; at < size; at++) slope[at]! += error * rows[from + at]!
        if (bend < negligible) continue
        for (let at = 0; at < size; at++) {
          const bent = bend * rows[from + at]!
          if (bent === 0) continue
          // The lower triangle says it all.
          for (let other = 0; other <= at; other++)
            curvature[at * size + other]! += bent * rows[from + other]!
        }
      }
      const step = solve(curvature, slope)
      for (let at = 0; at < size; at++) weights[at]! += step[at]!
    },
  }
}

/** Solves a positive definite system, of which the lower triangle is read, by Cholesky's decomposition. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const lower = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!
      for (let at = 0; at < column; at++) sum -= lower[row * size + at]! * lower[column * size + at]!
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!
    }
  }
  const answer = Float64Array.from(right)
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < row; at++) answer[row]! -= lower[row * size + at]! * answer[at]!
    answer[row]! /= lower[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) answer[row]! -= lower[at * size + row]! * answer[at]!
    answer[row]! /= lower[row * size + row]!
  }
  return answer
}
