import type { DatasetInfo } from '../../data/dataset-info'
import type { ModelSpec } from '../../model/model-spec'
import type { LayerShape } from '../../layers/layer-kinds'
import { inferShapes } from '../../model/infer-shapes'
import type { RunConfig } from '../../settings/run-config'
import type { ComingOrders } from '../../training/coming-orders'
import type { TrainingPosition } from '../../training/train-job'
import { readsFrom } from '../pytorch/reads-from'
import { scriptNames } from '../script-names'

/** A training that a PyTorch script carries on. */
export interface CarriedTraining {
  /** With the learning rate that is in force. */
  readonly config: RunConfig
  /** As binary files where torchvision does not know it: their images are those that it was trained on, in their order. */
  readonly dataset: DatasetInfo
  readonly shapes: readonly LayerShape[]
  readonly position: TrainingPosition
  readonly orders: ComingOrders
  /** What the files are called: `cifar_net`. */
  readonly stem: string
  /** Whether the script must be told where the data set is. */
  readonly needsFolder: boolean
}

export function carriedTraining(
  config: RunConfig,
  dataset: DatasetInfo,
  position: TrainingPosition,
  orders: ComingOrders
): CarriedTraining {
  const { folder: _, ...asFiles } = dataset
  return {
    config: { ...config, optimizer: { ...config.optimizer, learningRate: position.learningRate } },
    dataset: asFiles,
    shapes: inferShapes(config.model),
    position,
    orders,
    stem: scriptNames(dataset).weights,
    needsFolder: readsFrom(asFiles) === 'files'
  }
}

/** Whether what the network computes of an image depends on the others in the batch. */
export const hasBatchNorm = ({ layers }: ModelSpec): boolean =>
  layers.some(({ type }) => type === 'batchNorm')
