import { describe, expect, test } from 'vitest'
import { pixelsOf } from '../../core/model/pixel-range'
import { ForeignNetwork } from './foreign-network'
import { kerasGraph } from './keras-graph'

type Layer = readonly [class_name: string, config: object]

const input: Layer = ['InputLayer', { batch_shape: [null, 4, 4, 3], name: 'input' }]
const dense: readonly Layer[] = [
  ['Flatten', { name: 'flatten' }],
  ['Dense', { name: 'dense', units: 2, activation: 'linear', use_bias: true }]
]
const normalised = (settings: object): Layer => [
  'Normalization',
  { name: 'norm', axis: [-1], mean: null, variance: null, ...settings }
]
const rescaled = (scale: number, offset = 0): Layer => ['Rescaling', { name: `r${scale}`, scale, offset }]

function read(...layers: readonly Layer[]) {
  const listed = [input, ...layers].map(([class_name, config]) => ({ class_name, config }))
  const graph = kerasGraph({ class_name: 'Sequential', config: { layers: listed } }, 'net.keras')
  const network = new ForeignNetwork(graph, 'net.keras', undefined)
  for (const node of graph.nodes) network.add(node)
  return network.end()
}

const pixels = (...layers: readonly Layer[]): unknown => pixelsOf(read(...layers, ...dense).model)

describe('layers right behind the image say which pixels the network takes', () => {
  test.each([
    ['a mean and variance of bytes', [normalised({ mean: 128, variance: 4096 })], [-2, 1.984375]],
    ['one of pixels from 0 to 1', [normalised({ mean: 0.5, variance: 0.25 })], [-1, 1]],
    ['inverted', [rescaled(1 / 255), normalised({ mean: -1, variance: 4, invert: true })], [-1, 1]],
    ['for all channels', [normalised({ axis: null, mean: [[[[0.5]]]], variance: [0.25] })], [-1, 1]],
    [
      'for each channel, as an array',
      [normalised({ mean: { class_name: '__numpy__', config: { value: [[0, 0.5, 1]] } }, variance: 1 })],
      [
        [0, 1],
        [-0.5, 0.5],
        [-1, 0]
      ]
    ],
    ['two scales, one after the other', [rescaled(1 / 255), rescaled(2, -1)], [-1, 1]],
    ['a scale of pixels from 0 to 1', [rescaled(2, -1)], [-1, 1]],
    ['a scale that changes nothing', [rescaled(1)], [0, 255]]
  ] satisfies readonly (readonly [string, readonly Layer[], unknown])[])('%s', (_, layers, ranges) => {
    expect(pixels(...layers)).toEqual(ranges)
  })
})

describe('is refused', () => {
  test.each([
    [
      'without its numbers',
      [normalised({})],
      /Layer 1 \(Normalization\) in net\.keras was adapted to images/
    ],
    ['with a negative variance', [normalised({ mean: 0, variance: -1 })], /has a negative variance/],
    [
      'with numbers for other channels',
      [normalised({ mean: [0, 0], variance: 1 })],
      /has 2 numbers for 3 channels/
    ],
    [
      'over another axis',
      [normalised({ axis: 1, mean: 0, variance: 1 })],
      /one mean and variance for each channel/
    ],
    ['with text', [normalised({ mean: 'all', variance: 1 })], /cannot be used/],
    [
      'elsewhere',
      [['ReLU', { name: 'relu' }], normalised({ mean: 0, variance: 1 })],
      /is not right behind the image/
    ],
    ['that turns pixels around', [rescaled(-1 / 255)], /from a smaller to a larger number/]
  ] satisfies readonly (readonly [string, readonly Layer[], RegExp])[])('%s', (_, layers, message) => {
    expect(() => read(...layers, ...dense)).toThrow(message)
  })
})

describe('layers that act only in training', () => {
  const flip: Layer = ['RandomFlip', { name: 'flip', mode: 'horizontal' }]

  test('are left out in front of the image’s scale and inside', () => {
    const network = read(
      flip,
      rescaled(1 / 255),
      flip,
      ...dense.slice(0, 1),
      ['GaussianNoise', {}],
      ...dense.slice(1)
    )
    expect(network.model.layers.map(({ type }) => type)).toEqual(['flatten', 'dense'])
    expect([pixelsOf(network.model), network.leftOut]).toEqual([
      [0, 1],
      ['RandomFlip', 'GaussianNoise']
    ])
  })

  test('alone are no network', () => {
    expect(() => read(flip)).toThrow()
  })

  test('do not include those that crop', () => {
    const crop: Layer = ['RandomCrop', { name: 'crop', height: 4, width: 4 }]
    expect(() => read(crop, ...dense)).toThrow(/Layer 1 \(RandomCrop\) in net\.keras/)
  })
})
