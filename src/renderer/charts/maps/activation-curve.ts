/** The three activations, as torch.relu, torch.tanh and torch.sigmoid define them. */
export const activationFunctions = {
  relu: (x: number): number => Math.max(0, x),
  tanh: (x: number): number => Math.tanh(x),
  sigmoid: (x: number): number => 1 / (1 + Math.exp(-x))
} as const

export type ActivationName = keyof typeof activationFunctions

/** An SVG path of the function over [-range, range], in units of the plot, y upwards turned down. */
export function curvePath(name: ActivationName, range: number): string {
  const points = 80
  return Array.from({ length: points + 1 }, (_, i) => {
    const x = -range + (2 * range * i) / points
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(3)} ${(-activationFunctions[name](x)).toFixed(3)}`
  }).join('')
}
