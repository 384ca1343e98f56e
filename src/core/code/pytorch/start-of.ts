import type { LayerShape } from '../../layers/layer-kinds'
import { type StartLines, startLines } from '../start-lines'
import { networkLinesText as say } from './network-lines.text'
import { pythonNames } from './python-name'

/** How a network's weights start, where PyTorch would start them otherwise. */
export function startOf(shapes: readonly LayerShape[]): StartLines {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  return startLines(
    shapes,
    (start, layer) => start.pytorch(`net.${attribute(layer)}`),
    (count, lines, layer) => [
      { code: `count = min(${count}, len(train_set))`, note: say.imageCount(layer, count) },
      { code: 'images = torch.stack([', note: say.imageStack(layer) },
      { code: '    train_set[i][0] for i in range(count)])', note: say.eachImage(layer) },
      { code: 'images = images.to(device)', note: say.imagesToDevice(layer) },
      ...lines
    ]
  )
}
