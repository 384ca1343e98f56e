import type { RunConfig } from '../settings/run-config'
import type { StudyDefinition, StudyHalving } from './study-plan'
import { type StudySetting, studySettings } from './study-settings'

/** One setting with one seed. Without halving it is one run, with halving one run in each round that it reaches. */
export interface StudyTrial {
  /** Counted from 0; never changes. */
  readonly trial: number
  /** Of `studySettings`. */
  readonly setting: number
  readonly seed: number
}

/** A study worked out: what it trains, in which order. */
export interface StudyLayout {
  readonly definition: StudyDefinition
  readonly settings: readonly StudySetting[]
  /** Seed by seed, so that all settings can be compared as early as possible. */
  readonly trials: readonly StudyTrial[]
  /** Epochs up to the end of each round; undefined: each setting's own, in the only round. */
  readonly rounds: readonly (number | undefined)[]
}

/** @throws LabError 'invalid-input' as `studySettings` */
export function studyLayout(definition: StudyDefinition): StudyLayout {
  const settings = studySettings(definition)
  const trials = definition.seeds.flatMap((seed, i) =>
    settings.map((_, setting) => ({ trial: i * settings.length + setting, setting, seed }))
  )
  const { halving } = definition
  const epochs = settings[0]?.config.epochs
  const rounds = halving === undefined || epochs === undefined ? [undefined] : halvingRounds(halving, epochs)
  return { definition, settings, trials, rounds }
}

/** `1, 3, 9`: the last round ends with all epochs, however many are left for it. */
function halvingRounds({ firstEpochs, keepOneIn }: StudyHalving, epochs: number): readonly number[] {
  const rounds: number[] = []
  for (let round = firstEpochs; round < epochs; round *= keepOneIn) rounds.push(round)
  return [...rounds, epochs]
}

/**
 * What a trial trains with in a round. Runs of a study share the cores among themselves, so each has one thread where the
 * setting leaves that open, and loads its own batches; neither changes what is trained.
 */
export function trialConfig({ settings, rounds }: StudyLayout, trial: StudyTrial, round: number): RunConfig {
  const setting = settings[trial.setting]
  if (setting === undefined) throw new Error('a trial is of one of the settings')
  const { config } = setting
  return {
    ...config,
    seed: trial.seed,
    epochs: rounds[round] ?? config.epochs,
    threads: config.threads === 0 ? 1 : config.threads,
    workers: 0
  }
}
