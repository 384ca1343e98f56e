import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '../../src/core/data/image-set'
import type { RunEvent } from '../../src/core/run/run-event'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { LabService } from '../../src/lab/contract/host'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import { runPaths } from '../../src/lab/runs/run-folder'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer, type BuiltTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

/** Of `testConfig`: 500 training images at batch 4 are 125 steps an epoch. */
export const lastStep = 250
export const testConfig: RunConfig = { ...lessonConfig, workers: 1, checkpointEvery: 40, engine: 'wasm' }

/** A lab with a real training process, on a small data set. */
export class TestLab {
  readonly root: string
  readonly dataFolder: string
  readonly trainer: BuiltTrainer
  readonly small: SmallCifar
  #service: LabService

  private constructor(root: string, trainer: BuiltTrainer, small: SmallCifar, service: LabService) {
    this.root = root
    this.dataFolder = dataFolderIn(root)
    this.trainer = trainer
    this.small = small
    this.#service = service
  }

  static async make(): Promise<TestLab> {
    const root = await mkdtemp(join(tmpdir(), 'tenfold-lab-'))
    const trainer = await buildTrainer(join(root, 'out'))
    const small = await makeSmallCifar(root)
    await installSmallCifar(dataFolderIn(root), small)
    return new TestLab(root, trainer, small, await openTestLab(dataFolderIn(root), trainer.trainerFile))
  }

  get service(): LabService {
    return this.#service
  }

  /** As after Tenfold was started again. */
  async reopen(): Promise<void> {
    await this.#service.close()
    this.#service = await openTestLab(this.dataFolder, this.trainer.trainerFile)
  }

  async remove(): Promise<void> {
    await this.#service.close()
    await rm(this.root, { recursive: true, force: true })
  }

  dataset(): Promise<Dataset> {
    return loadDataset(this.datasetFolder, this.small.manifest)
  }

  get datasetFolder(): string {
    return datasetFolder(this.dataFolder, this.small.manifest)
  }

  runFolder(runId: string): string {
    return join(this.dataFolder, 'runs', runId)
  }

  checkpointFolder(runId: string, step: number): string {
    return runPaths.checkpoint(this.runFolder(runId), step)
  }

  async trainToEnd(config: RunConfig): Promise<string> {
    const ended = nextEvent(this.service, isEnd)
    const { runId } = await this.service.lab.startRun({ config })
    await ended
    return runId
  }

  async weightsHash(runId: string, step = lastStep): Promise<string> {
    const bytes = await readFile(join(this.checkpointFolder(runId, step), 'weights.bin'))
    return createHash('sha256').update(bytes).digest('hex')
  }

  async events(runId: string): Promise<RunEvent[]> {
    return (await this.service.lab.getRun({ runId })).events
  }
}

const dataFolderIn = (root: string): string => join(root, 'data')
