import { trainingSize } from '../training/training-size'
import { studyProgress } from './study-progress'
import { type StudyLayout, trialConfig } from './study-trials'

/**
 * How many times an image goes through a network in a whole study, and over how many runs. Which settings survive a round
 * is not known yet, so later rounds count the average.
 * @param images in the training set
 */
export function studyImages(
  layout: StudyLayout,
  images: number
): { readonly runs: number; readonly images: number } {
  const { settings, trials, rounds, definition } = layout
  const seeds = definition.seeds.length
  let members = settings.length
  let total = 0
  for (let round = 0; round < rounds.length; round++) {
    if (round > 0 && definition.halving !== undefined)
      members = Math.ceil(members / definition.halving.keepOneIn)
    const each = trials.slice(0, settings.length).map((trial) => {
      const config = trialConfig(layout, trial, round)
      const { stepsPerEpoch } = trainingSize(config, images)
      // Where the rate is constant, a round goes on from the one before.
      const goesOn = config.schedule === 'constant' && config.warmup === 0
      const before = round > 0 && goesOn ? (rounds[round - 1] ?? 0) : 0
      return (config.epochs - before) * stepsPerEpoch * config.batchSize
    })
    total += (each.reduce((sum, one) => sum + one, 0) / settings.length) * members * seeds
  }
  return { runs: studyProgress(layout, [], []).total, images: total }
}
