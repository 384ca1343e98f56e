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
  imageLosses: 'losses of images',
  losses: 'losses'
} as const
