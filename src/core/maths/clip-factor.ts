/** Keeps the division finite where all gradients are 0; torch.nn.utils.clip_grad_norm_ has the same. */
export const clipEpsilon = 1e-6

/**
 * What all gradients are multiplied with, so that together they are no longer than `clipNorm`: min(1, clipNorm / (norm +
 * epsilon)). NaN and infinity come out as NaN in the gradients, as they do without clipping (Pascanu et al., On the
 * difficulty of training recurrent neural networks, 2013).
 * @param norm the root of the sum of all squared gradients
 */
export function clipFactor(norm: number, clipNorm: number): number {
  return Math.min(1, clipNorm / (norm + clipEpsilon))
}
