import type { DatasetInfo } from '../../data/dataset-info'
import type { LayerShape } from '../../layers/layer-kinds'
import type { RunConfig } from '../../settings/run-config'
import { indented } from '../code-line'
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
 * The lesson as one PyTorch program with the values of a configuration. It needs torch and torchvision, and prints the
 * log that Tenfold prints. A data set that torchvision knows it downloads into `data` where it is not there yet; another
 * one it reads from the folder that the command line names: of image files where it was made of one, of Tenfold's own
 * files otherwise.
 * @param shapes of the network's layers, as far as their sizes fit
 */
export function pytorchScript(
  config: RunConfig,
  dataset: DatasetInfo,
  shapes: readonly LayerShape[]
): Script {
  const start = startOf(config, dataset, shapes)
  return {
    fileName: `${scriptNames(dataset).script}.py`,
    parts: {
      data: dataLines(config, dataset, config.trainImages > 0 || start.train.length > 0),
      network: networkLines(config.model, shapes, start, config.model.layers.slice(shapes.length)),
      optimizer: [...optimizerLines(config, shapes), ...scheduleLines(config, dataset)],
      train: trainLines(config, dataset, start.train.map(indented)),
      evaluate: [...evaluateLines(config.model, dataset), ...testAverageLines(config)]
    }
  }
}
