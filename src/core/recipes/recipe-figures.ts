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
  /** What became of it with some ingredient left out by itself. */
  readonly ingredients: {
    /** Seeds that this was measured with, the first of those above. */
    readonly seeds: number
    /** Mean accuracy of the whole recipe with these seeds. */
    readonly accuracy: number
    /** Mean accuracy without each ingredient, by its id. */
    readonly without: Readonly<Record<string, number>>
  }
}

export const recipeFigures: Readonly<Partial<Record<RecipeId, RecipeFigures>>> = {
  lesson: {
    seeds: 5,
    accuracy: 0.5382,
    deviation: 0.0151,
    mirrored: 0.5565,
    seconds: 4,
    ingredients: {
      seeds: 2,
      accuracy: 0.5286,
      without: { momentum: 0.3257, 'small-batches': 0.2646, 'second-epoch': 0.4682 }
    }
  },
  minute: {
    seeds: 5,
    accuracy: 0.8034,
    deviation: 0.0048,
    mirrored: 0.8206,
    seconds: 51,
    ingredients: {
      seeds: 2,
      accuracy: 0.8018,
      without: {
        whitening: 0.7969,
        muon: 0.7362,
        'batch-normalisation': 0.6884,
        gelu: 0.7994,
        schedule: 0.7766,
        'label-smoothing': 0.8014,
        flip: 0.7978,
        crop: 0.8
      }
    }
  },
  'five-minutes': {
    seeds: 5,
    accuracy: 0.8688,
    deviation: 0.0026,
    mirrored: 0.882,
    seconds: 278,
    ingredients: {
      seeds: 1,
      accuracy: 0.8735,
      without: {
        whitening: 0.867,
        muon: 0.8539,
        'batch-normalisation': 0.8157,
        gelu: 0.8626,
        schedule: 0.8556,
        'label-smoothing': 0.8713,
        flip: 0.8602,
        crop: 0.8593
      }
    }
  }
}
