import type { DatasetInfo } from '../../data/dataset-info'
import type { LayerShape } from '../../layers/layer-kinds'
import type { RunConfig } from '../../settings/run-config'
import { type StartLines, startLines } from '../start-lines'
import { hasChain } from './augmentation-lines'
import { networkLinesText as say } from './network-lines.text'
import { pythonNames } from './python-name'
import { readsFrom } from './reads-from'

/** How a network's weights start, where PyTorch would start them otherwise; from images as they are in their files. */
export function startOf(config: RunConfig, dataset: DatasetInfo, shapes: readonly LayerShape[]): StartLines {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  const changed = hasChain(config)
  const unflipped = config.flip === 'alternating' ? 'train_set.images' : 'train_set'
  const subsets = [config.validationSplit, config.trainImages].filter((value) => value > 0)
  const reader = [unflipped, ...subsets.map(() => 'dataset')].join('.')
  const plain = readsFrom(dataset) === 'files' ? 'None' : 'transform'
  return startLines(
    shapes,
    (start, layer) => start.pytorch(`net.${attribute(layer)}`),
    (count, lines, layer) => [
      { code: `count = min(${count}, len(train_set))`, note: say.imageCount(layer, count) },
      ...(changed
        ? [
            { code: `files = ${reader}`, note: say.reader(layer) },
            { code: `files.transform = ${plain}`, note: say.plainImages(layer) }
          ]
        : []),
      { code: 'images = torch.stack([', note: say.imageStack(layer) },
      { code: `    ${unflipped}[i][0] for i in range(count)])`, note: say.eachImage(layer) },
      ...(changed ? [{ code: 'files.transform = train_transform', note: say.changedAgain(layer) }] : []),
      { code: 'images = images.to(device)', note: say.imagesToDevice(layer) },
      ...lines
    ]
  )
}
