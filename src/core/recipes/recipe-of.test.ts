import { describe, expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { recipeOf } from './recipe-of'
import { recipeTitle } from './recipe-title'
import { recipeConfig, recipes } from './recipes'

describe.each(recipes)('$name', (recipe) => {
  test('is recognised, whole and without each ingredient, whatever the seed and the means', () => {
    for (const without of [[], ...recipe.ingredients.map(({ id }) => [id])]) {
      const config = { ...recipeConfig(recipe, without), seed: 7, workers: 1, threads: 3 }
      expect(recipeOf(config)).toEqual({ recipe, without })
    }
  })
})

test('settings of no recipe follow none', () => {
  expect(recipeOf({ ...lessonConfig, batchSize: 5 })).toBeUndefined()
})

test('what is left out stands in the title', () => {
  const minute = recipes.find(({ id }) => id === 'minute')
  expect(minute && recipeTitle(minute, [])).toBe('A minute')
  expect(minute && recipeTitle(minute, ['flip', 'gelu'])).toBe('A minute without GELU and Mirror images')
})
