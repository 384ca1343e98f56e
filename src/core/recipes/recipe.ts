import type { RunConfig } from '../settings/run-config'

/** One of the things that make a recipe good, and what the recipe is without it. */
export interface Ingredient {
  /** In addresses and on the command line: `label-smoothing`. */
  readonly id: string
  readonly name: string
  /** What it does and why it helps, in a sentence or two. */
  readonly text: string
  /** What is there when it is switched off: `random filters that learn`. */
  readonly instead: string
  readonly without: (config: RunConfig) => RunConfig
}

/** Settings and a network that go together, each part of them explained. */
export interface Recipe {
  readonly id: RecipeId
  readonly name: string
  /** What it reaches, in a sentence. */
  readonly text: string
  readonly config: RunConfig
  readonly ingredients: readonly Ingredient[]
}

export const recipeIds = ['lesson', 'minute', 'five-minutes'] as const
export type RecipeId = (typeof recipeIds)[number]
