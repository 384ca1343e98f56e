import { ownCommand } from '../../core/base/own-command'
import type { EngineId } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import type { EngineChoice } from '../../core/engine/engine-speed'
import { checkSize } from '../../core/model/check-size'
import { differingSettings } from '../../core/settings/differing-settings'
import type { RunConfig } from '../../core/settings/run-config'
import { datasetInfoOf } from '../dataset/files/manifest'
import type { StoredRun } from '../runs/stored-run'
import type { DatasetPlace, TrainJobRequest } from '../training/trainer-protocol'
import type { PreparedTraining } from '../training/training-slot'
import type { LabParts } from './lab-parts'
import { datasetOfRun } from './dataset-of-run'
import { type Fork, prepareFork } from './prepare-fork'
import type { StudyPlace } from '../../core/study/study-place'
import { readyDataset } from './ready-dataset'
import { requireEngine } from './require-engine'

/** A run that is to be made. */
export interface NewTraining {
  readonly config: RunConfig
  readonly name?: string | undefined
  /** What it is forked from. */
  readonly from?: { readonly runId: string; readonly step: number } | undefined
  readonly study?: StudyPlace | undefined
  /** Before the first step. */
  readonly paused?: boolean | undefined
  /** What `auto` comes to, where that is known already. */
  readonly choice?: EngineChoice | undefined
}

/** How trainings are prepared: new runs, forks, and runs that go on. */
export interface TrainingJobs {
  /** @throws LabError as `requireStartable`, `prepareFork`, and 'engine-unavailable' */
  begin(training: NewTraining, dataset: DatasetPlace): Promise<PreparedTraining>
  /** The images of the run's own data set. @throws LabError 'not-found', and as `datasetOfRun` and `readyDataset` */
  placeOf(runId: string): Promise<DatasetPlace>
  /** @throws LabError 'invalid-input' | 'busy' | 'data-corrupt' | 'engine-unavailable' */
  goOn(runId: string, dataset: DatasetPlace, engine?: EngineId): Promise<PreparedTraining>
  /** What `auto` comes to; undefined where there is nothing to choose. @throws LabError 'engine-unavailable' */
  chooseEngine(config: RunConfig): Promise<EngineChoice | undefined>
}

export function trainingJobs(parts: LabParts): TrainingJobs {
  const { host, store, checkpoints, bench } = parts

  function trainJob(
    runId: string,
    config: RunConfig,
    dataset: DatasetPlace,
    resume: TrainJobRequest['resume']
  ): TrainJobRequest {
    const job = {
      kind: 'train' as const,
      runFolder: store.folder(runId),
      claim: store.token(runId),
      config,
      dataset,
      version: host.version
    }
    return resume === undefined ? job : { ...job, resume }
  }

  /** With `auto`, a fork trains on with the engine of its parent where that runs, so that it rounds in the same way. */
  async function forkEngine(config: RunConfig, { number, engine }: Fork): Promise<EngineChoice | undefined> {
    if (config.engine !== 'auto' || engine === undefined) return chooseEngine(config)
    try {
      await requireEngine(parts, engine)
      return { engine, reason: `run #${number} trained with it` }
    } catch (thrown) {
      if (LabError.from(thrown).code !== 'engine-unavailable') throw thrown
      return chooseEngine(config)
    }
  }

  async function chooseEngine(config: RunConfig): Promise<EngineChoice | undefined> {
    await requireEngine(parts, config.engine)
    return config.engine === 'auto' ? bench.choose(config, config.batchSize) : undefined
  }

  /** @throws LabError 'engine-unavailable' which also says how to go on with another engine */
  async function requireResumable({ summary }: StoredRun, engine: RunConfig['engine']): Promise<void> {
    try {
      await requireEngine(parts, engine)
    } catch (thrown) {
      const { code, message, hint, cause } = LabError.from(thrown)
      const other = `Choose another engine under Devices, or run: ${ownCommand} train --resume ${summary.number} --engine wasm`
      throw code === 'engine-unavailable' ? new LabError(code, message, `${hint} ${other}`, cause) : thrown
    }
  }

  async function resumeJob(
    run: StoredRun,
    dataset: DatasetPlace,
    engine: EngineId | undefined
  ): Promise<TrainJobRequest> {
    const { runId } = run.summary
    checkResumable(run)
    checkSize(run.config.model)
    const found = await checkpoints.find(run)
    const point = found && {
      step: found.step,
      learningRate: run.state.learningRate,
      engine: run.state.device?.engine ?? run.config.engine
    }
    const wanted = engine ?? point?.engine ?? run.config.engine
    await requireResumable(run, wanted)
    await checkpoints.setAside(runId, found?.damaged ?? [])
    const job = trainJob(runId, run.config, dataset, point && { ...point, engine: wanted })
    // Without a checkpoint it begins again, with the settings that would be resumed.
    if (point !== undefined || engine === undefined) return job
    return { ...job, choice: { engine, reason: 'chosen to continue with' } }
  }

  return {
    chooseEngine,
    placeOf: async (runId) => readyDataset(await datasetOfRun(parts, await store.read(runId))),
    begin: async ({ config, name, from, study, paused = false, choice: known }, dataset) => {
      const info = datasetInfoOf(dataset.manifest)
      const fork = from && (await prepareFork(parts, from, config, info))
      const choice = known ?? (await (fork === undefined ? chooseEngine(config) : forkEngine(config, fork)))
      const runId = await store.create(config, {
        dataset: { name: info.name, hash: info.hash },
        ...(name === undefined ? {} : { name }),
        ...(study === undefined ? {} : { study }),
        ...fork?.begin
      })
      const resume = fork && {
        step: fork.step,
        learningRate: config.optimizer.learningRate,
        engine: choice?.engine ?? config.engine
      }
      const job = trainJob(runId, config, dataset, resume)
      return { runId, job: { ...job, ...(choice === undefined ? {} : { choice }), paused } }
    },
    goOn: async (runId, dataset, engine) => {
      // Looked at once it is taken: before, another Tenfold may be about to change it.
      const run = await store.open(runId)
      try {
        return { runId, job: await resumeJob(run, dataset, engine), goesOn: true }
      } catch (thrown) {
        await store.release(runId)
        throw thrown
      }
    }
  }
}

function checkResumable({ summary, config, state }: StoredRun): void {
  const fields = state.config === undefined ? [] : differingSettings(config, state.config)
  if (fields.length > 0) {
    throw new LabError(
      'data-corrupt',
      `run.json of run #${summary.number} does not have the settings that the run began with: ${fields.join(', ')}.`,
      'Restore run.json from a backup, or start a new run.'
    )
  }
  switch (state.status.kind) {
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return
    case 'finished':
      throw new LabError(
        'invalid-input',
        `Run #${summary.number} has finished, so there is nothing left to train.`,
        `Fork it with more epochs: ${ownCommand} fork ${summary.number} --epochs ${config.epochs + 1}`
      )
    case 'imported':
      throw new LabError(
        'invalid-input',
        `Run #${summary.number} was loaded from a file, so it cannot be resumed.`,
        state.dataset === undefined
          ? 'Evaluate it, or start a new run.'
          : `Fork it with more epochs: ${ownCommand} fork ${summary.number} --epochs ${config.epochs + 1}`
      )
    case 'new':
    case 'training':
    case 'paused':
      throw new LabError(
        'busy',
        `Run #${summary.number} is in training in another Tenfold.`,
        'Resume it there, or close that one first.'
      )
  }
}
