import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { countParameters, inferShapes } from '../model/infer-shapes'
import { lessonModel } from '../model/lesson-model'
import { settingProblem } from '../settings/check-settings'
import { differingSettings } from '../settings/differing-settings'
import { lessonConfig, runConfig } from '../settings/run-config'
import { ingredientCalled, recipeCalled, recipeConfig, recipes } from './recipes'

describe.each(recipes)('$name', (recipe) => {
  test('is a configuration that a run can start with, as a whole and without any of its ingredients', () => {
    for (const without of [[], ...recipe.ingredients.map(({ id }) => [id])]) {
      const config = recipeConfig(recipe, without)
      expect(runConfig.parse(config)).toEqual(config)
      expect(settingProblem(config, lessonDataset)).toBeUndefined()
      expect(inferShapes(config.model).at(-1)?.output).toEqual([10])
    }
  })

  test('is something else without each of them, in any order', () => {
    for (const { id } of recipe.ingredients) {
      expect(differingSettings(recipeConfig(recipe, [id]), recipe.config)).not.toEqual([])
    }
    const all = recipe.ingredients.map(({ id }) => id)
    expect(recipeConfig(recipe, [...all].reverse())).toEqual(recipeConfig(recipe, all))
    expect(settingProblem(recipeConfig(recipe, all), lessonDataset)).toBeUndefined()
  })

  test('each ingredient has an id of its own and says what it does and what stands in its place', () => {
    const { ingredients } = recipe
    expect(new Set(ingredients.map(({ id }) => id)).size).toBe(ingredients.length)
    for (const { id, text, instead } of ingredients) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
      expect(text).toMatch(/^\p{Lu}[^]*\.$/u)
      expect(instead).toMatch(/^\p{Ll}/u)
    }
  })
})

test('the lesson is the lesson', () => {
  expect(recipeConfig(recipeCalled('lesson'))).toEqual(lessonConfig)
})

test('a minute has fewer parameters than the lesson', () => {
  expect(countParameters(recipeCalled('minute').config.model)).toBeLessThan(countParameters(lessonModel))
})

test('what there is not is named, with what was probably meant', () => {
  expect(() => recipeCalled('minutes')).toThrow(/“minutes”\. Did you mean minute\?/)
  expect(() => ingredientCalled(recipeCalled('minute'), 'flips')).toThrow(/Did you mean flip\?/)
})
