import type { DatasetInfo } from '../../data/dataset-info'
import type { LayerShape } from '../../layers/layer-kinds'
import type { RunConfig } from '../../settings/run-config'
import type { Script } from '../script'
import { scriptNames } from '../script-names'
import { testAverageLines } from './average-lines'
import { dataLines } from './data-lines'
import { evaluateLines } from './evaluate-lines'
import { networkLines } from './network-lines'
import { optimizerLines } from './optimizer-lines'
import { scheduleLines } from './schedule-lines'
import { startOf } from './start-of'
import { trainLines } from './train-lines'

/**
 * The lesson as one TensorFlow.js program for Node with the values of a configuration. It needs @tensorflow/tfjs, reads
 * the data set's binary files from a folder named on the command line, and prints the log that Tenfold prints. Loader
 * workers, engine and threads have no counterpart in it.
 * @param shapes of the network's layers, as far as their sizes fit
 */
export function tfjsScript(config: RunConfig, dataset: DatasetInfo, shapes: readonly LayerShape[]): Script {
  const { layers, inputShape } = config.model
  // Gradients must then be asked for by name: the variables of frozen layers do not know that they are.
  const hasFrozen = shapes.some(({ layer }) => layer.frozen === true)
  const start = startOf(shapes)
  return {
    fileName: `${scriptNames(dataset).script}.mjs`,
    parts: {
      data: dataLines(config, dataset, shapes),
      network: networkLines(inputShape, config.seed, shapes, start, layers.slice(shapes.length)),
      optimizer: [...optimizerLines(config, dataset, shapes, hasFrozen), ...scheduleLines(config, dataset)],
      train: trainLines(config, dataset, start.train, hasFrozen),
      evaluate: [...evaluateLines(dataset), ...testAverageLines(config)]
    }
  }
}
