import type { LayerShape } from '../../layers/layer-kinds'
import { type StartLines, startLines } from '../start-lines'
import { networkLinesText as say } from './network-lines.text'

/** How a network's weights start, where they start other than at random. */
export function startOf(shapes: readonly LayerShape[]): StartLines {
  return startLines(
    shapes,
    (start, layer) => start.tfjs(layer),
    (count, lines, layer) => [
      { code: 'tf.tidy(() => {', note: say.tidy(layer) },
      { code: `  const rows = trainRows.slice(0, ${count})`, note: say.imageRows(layer, count) },
      { code: '  const { x: images } = makeBatch(trainBytes, rows)', note: say.images(layer) },
      ...lines.map(({ code, note }) => ({ code: `  ${code}`, note })),
      { code: '})', note: say.tidyEnd(layer) }
    ]
  )
}
