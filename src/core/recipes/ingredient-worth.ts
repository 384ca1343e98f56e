import type { RecipeId } from './recipe'
import { recipeFigures } from './recipe-figures'

/**
 * What an ingredient adds to the test accuracy, in percentage points: `+1.8`, `−0.2`.
 * @returns undefined where it was not measured
 */
export function ingredientWorth(recipe: RecipeId, ingredient: string): string | undefined {
  const figures = recipeFigures[recipe]
  const without = figures?.without[ingredient]
  if (figures === undefined || without === undefined) return undefined
  const points = ((figures.accuracy - without) * 100).toFixed(1)
  return points.startsWith('-') ? points.replace('-', '−') : `+${points}`
}
