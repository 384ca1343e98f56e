/**
 * A batch is cut into parts, each of which sums its gradients on its own: at most `maxParts` of at least
 * `smallestPart` images. The cut depends on the batch alone, never on the number of threads: that keeps the order of
 * every sum, and so every bit of the weights, the same for any number of threads.
 */
export const maxParts = 8
/** Small batches gain from threads too, and a part of two images already shares what it loads. */
export const smallestPart = 2
