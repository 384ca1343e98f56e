import type { PlacedTensor } from './plan'

/**
 * Names of regions of memory. Jobs say by them what they read and write, and the plan gives each of them a place; only
 * parameters, their moving averages and the losses have theirs elsewhere.
 */
export const region = {
  values: ({ name }: Pick<PlacedTensor, 'name'>): string => `values of ${name}`,
  gradient: ({ gradientName }: Pick<PlacedTensor, 'gradientName'>): string => `gradient of ${gradientName}`,
  winners: (name: string): string => `winners of ${name}`,
  parameters: (name: string): string => `parameters of ${name}`,
  moving: (name: string): string => `moving averages of ${name}`,
  statistics: (name: string): string => `statistics of ${name}`,
  sums: (name: string): string => `gradient sums of ${name}`,
  partials: (name: string): string => `partial gradients of ${name}`,
  squares: 'squares of gradients',
  clipFactor: 'factor of gradients',
  /** Of a matrix that moves as a whole: its values before or behind a round, the product with itself, the mix. */
  directions: (name: string, half: number): string => `directions ${half} of ${name}`,
  gram: (name: string): string => `row products of ${name}`,
  mix: (name: string): string => `row mix of ${name}`,
  imageLosses: 'losses of images',
  losses: 'losses'
} as const
