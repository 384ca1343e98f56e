import { LabError } from '../../core/base/lab-error'
import { recipeOf } from '../../core/recipes/recipe-of'
import { recipeTitle } from '../../core/recipes/recipe-title'
import type { RunConfig } from '../../core/settings/run-config'
import { datasetOfRun } from './dataset-of-run'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { requireStartable } from './require-startable'
import { trainingJobs } from './training-jobs'
import { withoutAnswer } from './without-answer'

export function trainingMethods(
  parts: LabParts
): Methods<
  'startRun' | 'pauseRun' | 'stepRun' | 'resumeRun' | 'stopRun' | 'setLearningRate' | 'watchTimeline'
> {
  const { datasets, store, studies, supervisor } = parts
  const jobs = trainingJobs(parts)

  return {
    startRun: async (input) => {
      const { from } = input
      const dataset =
        from === undefined
          ? await datasets.find(input.dataset)
          : await datasetOfRun(parts, await store.read(from.runId), input.dataset)
      const config = requireStartable(input.config, dataset.info)
      const place = await readyDataset(dataset)
      studies.refuseTraining()
      const name = input.name ?? (input.from === undefined ? nameOf(config) : undefined)
      const runId = await supervisor.start(place, () =>
        jobs.begin({ config, name, from: input.from, paused: input.paused }, place)
      )
      return { runId }
    },
    pauseRun: ({ runId }) =>
      withoutAnswer(() => {
        studies.refuseControl(runId)
        supervisor.pause(runId)
      }),
    stepRun: async ({ runId }) => {
      const { state } = await store.read(runId)
      if (state.status.kind !== 'paused') {
        throw new LabError(
          'invalid-input',
          `${runId} is not paused, so it cannot train a single step.`,
          'Pause it first, or start it paused.'
        )
      }
      supervisor.step(runId)
      return {}
    },
    resumeRun: async ({ runId, engine }) => {
      if (supervisor.activeRun === runId) {
        supervisor.resume(runId)
        return {}
      }
      const place = await jobs.placeOf(runId)
      studies.refuseTraining()
      await supervisor.start(place, () => jobs.goOn(runId, place, engine))
      return {}
    },
    stopRun: async ({ runId, now }) => {
      studies.refuseControl(runId)
      await supervisor.stop(runId, now)
      return {}
    },
    setLearningRate: ({ runId, learningRate }) =>
      withoutAnswer(() => {
        studies.refuseControl(runId)
        supervisor.setLearningRate(runId, learningRate)
      }),
    watchTimeline: ({ runId, on }) => withoutAnswer(() => supervisor.watchTimeline(runId, on))
  }
}

/** A run that follows a recipe is called by it. The lesson is what most runs follow, so their numbers tell more. */
function nameOf(config: RunConfig): string | undefined {
  const found = recipeOf(config)
  return found === undefined || found.recipe.id === 'lesson'
    ? undefined
    : recipeTitle(found.recipe, found.without)
}
