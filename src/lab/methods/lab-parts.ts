import type { Lab } from '../contract/contract'
import type { ImageDecoder } from '../dataset/decoding/image-decoder'
import type { DatasetEditor } from '../dataset/edit/dataset-editor'
import type { DatasetExporter } from '../dataset/export/dataset-exporter'
import type { DatasetImporter } from '../dataset/import/dataset-importer'
import type { DatasetLibrary } from '../dataset/library/dataset-library'
import type { DatasetRemoval } from '../dataset/library/dataset-removal'
import type { EngineBench } from '../devices/engine-bench'
import type { EngineProbe } from '../devices/engine-probe'
import type { LabHost, LabNotice } from '../contract/host'
import type { CheckpointFinder } from '../runs/checkpoint-finder'
import type { RunStore } from '../runs/run-store'
import type { StudyStore } from '../studies/study-store'
import type { StudySupervisor } from '../studies/study-supervisor'
import type { TensorflowService } from '../tensorflow/tensorflow-service'
import type { EvaluationSupervisor } from '../training/evaluation-supervisor'
import type { Inspector } from '../training/inspector'
import type { LossSurfaceSupervisor } from '../training/loss-surface-supervisor'
import type { RateSearchSupervisor } from '../training/rate-search-supervisor'
import type { Uploads } from '../user-files/uploads'
import type { TrainingSupervisor } from '../training/training-supervisor'

/** What the methods of the lab work with. */
export interface LabParts {
  readonly host: LabHost
  readonly datasets: DatasetLibrary
  readonly decoder: ImageDecoder
  readonly importer: DatasetImporter
  readonly removal: DatasetRemoval
  readonly editor: DatasetEditor
  readonly uploads: Uploads
  readonly exporter: DatasetExporter
  readonly store: RunStore
  readonly checkpoints: CheckpointFinder
  readonly supervisor: TrainingSupervisor
  readonly studyStore: StudyStore
  readonly studies: StudySupervisor
  readonly evaluations: EvaluationSupervisor
  readonly inspector: Inspector
  readonly surfaces: LossSurfaceSupervisor
  readonly rateSearch: RateSearchSupervisor
  readonly probe: EngineProbe
  readonly bench: EngineBench
  readonly tensorflow: TensorflowService
  readonly notify: (notice: LabNotice) => void
}

/** Some of the lab's methods. */
export type Methods<M extends keyof Lab> = Pick<Lab, M>
