import { LabError } from '../base/lab-error'
import { z } from '../base/schema'
import { kerasDataFormat, kerasName, kerasPairOf } from './keras-layer'
import { layerBase } from './layer-base'
import { type LayerKind, plainLayer } from './layer-kind'
import { onnxNode } from './onnx-node'
import { paddingRange, windowPadding } from './window-size'
import { tfjsSetting } from './tfjs-setting'

/** Unlike the padding of a convolution it may differ from side to side. rows: above, below; columns: left, right. */
const schema = z.object({
  type: z.literal('zeroPadding2d'),
  ...layerBase,
  rows: windowPadding,
  columns: windowPadding
})
type ZeroPadding2d = z.infer<typeof schema>

/** Zeros around each map. [height, width, channels] -> [above + height + below, left + width + right, channels] */
export const zeroPadding2d: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'pad',
  fresh: { rows: [1, 1], columns: [1, 1] },
  fields: { rows: paddingRange, columns: paddingRange },
  zeroGradients: 'kept',

  fit({ name, rows, columns }, input) {
    if (input.length === 3) {
      const [height, width, channels] = input
      const output = [height + rows[0] + rows[1], width + columns[0] + columns[1], channels] as const
      return { output, parameters: [] }
    }
    throw new LabError(
      'invalid-input',
      `Layer ${name} puts zeros around maps, but its input is flat (${input[0]} values).`,
      'Move it before the flatten layer.'
    )
  },

  pytorch: ({ layer: { rows, columns } }) => ({
    module: `nn.ZeroPad2d((${[...columns, ...rows].join(', ')}))`
  }),
  tfjs: ({ layer }) => [
    {
      type: 'zeroPadding2d',
      settings: [tfjsSetting('padding', `[[${layer.rows.join(', ')}], [${layer.columns.join(', ')}]]`)],
      named: true
    }
  ],
  onnx({ layer: { rows, columns } }, { inputs, output, own }) {
    // Before each of the axes [N, channels, height, width], then behind each.
    const values = [0, 0, rows[0], columns[0], 0, 0, rows[1], columns[1]]
    return [onnxNode('Pad', [...inputs, { name: own('pads'), type: 'int64', shape: [8], values }], output)]
  },
  encodeKeras: ({ name, rows, columns }) => [
    {
      class_name: 'ZeroPadding2D',
      config: { name, padding: [rows, columns], data_format: 'channels_last' }
    }
  ],
  decodeKeras: {
    ZeroPadding2D(reading) {
      const { name, padding } = reading.parse(kerasZeroPadding)
      const [rows, columns] = padding
      if (reading.mayLeaveFrame && rows[0] === rows[1] && columns[0] === columns[1]) {
        reading.leaveFrame([rows[0], columns[0]])
      } else {
        const settings: Omit<ZeroPadding2d, 'name'> = { type: 'zeroPadding2d', rows, columns }
        reading.add(name, settings)
      }
    }
  }
}

const pixels = z.int().min(0).max(65_536)
const kerasZeroPadding = z.object({
  name: kerasName,
  padding: z
    .union([
      z.tuple([z.tuple([pixels, pixels]), z.tuple([pixels, pixels])]),
      kerasPairOf(pixels).transform(([h, w]): [[number, number], [number, number]] => [
        [h, h],
        [w, w]
      ])
    ])
    .default([
      [1, 1],
      [1, 1]
    ]),
  data_format: kerasDataFormat
})
