import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import type { EngineChoice } from '../../core/engine/engine-speed'
import type { StudyDefinition } from '../../core/study/study-plan'
import type { TrialWork } from '../../core/study/study-progress'
import { type StudyLayout, studyLayout, trialConfig } from '../../core/study/study-trials'
import { trialState } from '../../core/study/trial-state'
import type { StudyRun } from '../contract/study'
import { measureSlots } from '../studies/measure-slots'
import type { StoredStudy } from '../studies/study-store'
import type { StudyTask } from '../studies/study-supervisor'
import { studyRunsOf, trialRunOf } from '../studies/study-runs-of'
import type { DatasetPlace } from '../training/trainer-protocol'
import type { PreparedTraining } from '../training/training-slot'
import { datasetHolding } from './dataset-of-run'
import type { LabParts } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { requireStartable } from './require-startable'
import { trainingJobs } from './training-jobs'

/**
 * Starts the training of a study, or goes on with it.
 * @param find makes the study, or reads it, once it is certain that it can train
 * @param atOnce runs at a time, if they are not to be counted out
 * @returns its id
 */
export type TrainStudy = (
  definition: StudyDefinition,
  find: () => Promise<StoredStudy>,
  atOnce: number | undefined
) => Promise<string>

export function studyTraining(parts: LabParts): TrainStudy {
  const { host, datasets, store, checkpoints, studyStore, studies, supervisor } = parts
  const jobs = trainingJobs(parts)

  /** What is to be trained for a trial: the run that it has goes on, or a new one begins. */
  async function prepareTrial(
    study: StoredStudy,
    layout: StudyLayout,
    { trial, round }: TrialWork,
    { dataset, choice }: { readonly dataset: DatasetPlace; readonly choice: EngineChoice | undefined }
  ): Promise<PreparedTraining> {
    const runs = studyRunsOf(await store.list(), study)
    const runOf = (inRound: number): StudyRun | undefined =>
      runs.find((run) => run.trial === trial.trial && run.round === inRound)
    const own = runOf(round)
    if (own !== undefined) return jobs.goOn(own.runId, dataset)
    const config = trialConfig(layout, trial, round)
    const before = round === 0 ? undefined : required(runOf(round - 1), 'the run of the round before')
    // Another number of epochs stretches a schedule, so the first epochs would have had other rates: it trains from its start.
    const from =
      before === undefined || config.schedule !== 'constant' || config.warmup > 0
        ? undefined
        : { runId: before.runId, step: await checkpoints.result(await store.read(before.runId)) }
    const { title } = required(layout.settings[trial.setting], 'the setting of a trial')
    return jobs.begin(
      {
        config,
        from,
        name: `${layout.settings.length === 1 ? study.name : title}, seed ${trial.seed}`,
        study: { studyId: study.studyId, createdAt: study.createdAt, trial: trial.trial, round },
        choice: config.engine === 'auto' ? choice : undefined
      },
      dataset
    )
  }

  async function outcome(runId: string): ReturnType<StudyTask['outcome']> {
    const { summary } = await store.read(runId)
    const place = required(summary.study, 'the study of one of its runs')
    const { status, accuracy, validation } = summary
    const run = { ...place, state: trialState(status), validation: validation?.end, accuracy }
    const failed = (status.kind === 'failed' || status.kind === 'interrupted') && run.state === 'unfinished'
    return { run, problem: failed ? LabError.fromData(status.error) : undefined }
  }

  return async (definition, find, atOnce) => {
    const own = definition.dataset
    const service = own === undefined ? await datasets.find() : await datasetHolding(parts, own, 'The study')
    const dataset = await readyDataset(service)
    let studyId = ''
    await studies.start(async () => {
      if (supervisor.busy) {
        throw new LabError(
          'busy',
          'A run is in training.',
          'Stop it, or wait until it has finished: a study uses all cores.'
        )
      }
      const layout = studyLayout(definition)
      // A study of an earlier version may have been made for another data set.
      const configs = layout.settings.map(({ config }) => requireStartable(config, service.info))
      const config = trialConfig(layout, required(layout.trials[0], 'a trial of a study'), 0)
      for (const engine of new Set(configs.map((one) => one.engine)))
        await jobs.chooseEngine({ ...config, engine })
      const choice = await jobs.chooseEngine(config)
      const study = await find()
      studyId = study.studyId
      const claim = await studyStore.take(studyId)
      const release = (): Promise<void> => claim.release().catch(() => undefined)
      const runs = await store.list().catch(async (thrown: unknown) => {
        await release()
        throw thrown
      })
      return {
        studyId,
        layout,
        dataset,
        runs: studyRunsOf(runs, study).map(trialRunOf),
        skipped: study.skipped,
        countSlots: async (signal) => {
          const wanted = atOnce ?? definition.parallel
          if (wanted !== undefined) return wanted
          const engine = choice?.engine ?? (config.engine === 'auto' ? 'wasm' : config.engine)
          return measureSlots(host.trainerFile, engine, config, signal)
        },
        prepare: (work) => prepareTrial(study, layout, work, { dataset, choice }),
        outcome,
        release
      }
    })
    return studyId
  }
}
