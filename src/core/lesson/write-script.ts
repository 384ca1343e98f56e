import { assertNever } from '../base/assert-never'
import type { DatasetInfo } from '../data/dataset-info'
import { inferShapes } from '../model/infer-shapes'
import type { LayerShape } from '../layers/layer-kinds'
import type { RunConfig } from '../settings/run-config'
import type { CodeLink } from '../code/code-line'
import type { Dialect } from '../code/dialect'
import { pytorchScript } from '../code/pytorch/pytorch-script'
import type { Script } from '../code/script'
import { tfjsScript } from '../code/tfjs/tfjs-script'

/**
 * The lesson with the values of a configuration, on a data set.
 * @param shapes of the network's layers as far as their sizes fit; where they stop, the network's part stops with a
 *   comment that names the layer, and the script cannot be run
 * @throws LabError 'invalid-input' when no shapes are given and the network does not fit
 */
export function writeScript(
  dialect: Dialect,
  config: RunConfig,
  dataset: DatasetInfo,
  shapes: readonly LayerShape[] = inferShapes(config.model)
): Script {
  switch (dialect) {
    case 'pytorch':
      return pytorchScript(config, dataset, shapes)
    case 'tfjs':
      return tfjsScript(config, dataset, shapes)
    default:
      return assertNever(dialect)
  }
}

/**
 * Settings that a dialect has no line for, whatever their value: TensorFlow.js prepares its batches in the program
 * itself, and computes with whatever backend it was built for. A script keeps no more than its latest checkpoint.
 */
export const settingsWithoutLine: Readonly<Record<Dialect, readonly CodeLink[]>> = {
  pytorch: ['keepCheckpoints', 'evaluateEvery', 'watchTest'],
  tfjs: ['workers', 'engine', 'threads', 'keepCheckpoints', 'evaluateEvery', 'watchTest']
}
