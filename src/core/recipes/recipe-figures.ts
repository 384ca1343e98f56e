import type { RecipeId } from './recipe'

/** What a recipe was measured to reach on CIFAR-10; docs/recipes.md says on what and how. */
export interface RecipeFigures {
  /** Seeds that it was trained with. */
  readonly seeds: number
  /** Mean share of the test images that are right, in [0, 1], and the standard deviation over the seeds. */
  readonly accuracy: number
  readonly deviation: number
  /** The same with the average of each image and its mirror image. */
  readonly mirrored: number
  /** Of training, on two cores, on average. */
  readonly seconds: number
  /** Mean accuracy without each ingredient that was left out by itself, by its id. */
  readonly without: Readonly<Record<string, number>>
}

export const recipeFigures: Readonly<Partial<Record<RecipeId, RecipeFigures>>> = {
  minute: { seeds: 5, accuracy: 0.8034, deviation: 0.0048, mirrored: 0.8206, seconds: 51, without: {} },
  'five-minutes': {
    seeds: 5,
    accuracy: 0.8688,
    deviation: 0.0026,
    mirrored: 0.882,
    seconds: 278,
    without: {}
  }
}
