import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { pixelsOf } from '../../src/core/model/pixel-range'
import { failureOfAsync } from './failure-of'
import { expectScores, foreignScores } from './expect-scores'

/** Made by make-keras-files.py. */
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const json = (name: string): unknown => JSON.parse(file(name).toString())
const bytes = Buffer.from(z.object({ bytes: z.string() }).parse(json('images.json')).bytes, 'base64')

const perChannel = [1 / 58.4, 1 / 57.1, 1 / 57.4].map((scale, i) => {
  const offset = [-2.1, -2, -1.8][i] ?? NaN
  return [offset, 255 * scale + offset]
})
const imageNet = [
  [0.485, 0.229],
  [0.456, 0.224],
  [0.406, 0.225]
].map(([mean = NaN, deviation = NaN]) => [-mean / deviation, (1 - mean) / deviation])
const leftOutOf: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'augmented',
    [
      'RandomFlip',
      'RandomRotation',
      'RandomTranslation',
      'RandomZoom',
      'RandomContrast',
      'RandomBrightness',
      'GaussianNoise',
      'SpatialDropout2D'
    ]
  ],
  ['standardised', ['RandomFlip']]
])
const networks = [
  { network: 'sequential', pixels: undefined, layers: ['conv2d', 'conv2d_1', 'dense'] },
  { network: 'branches', pixels: [-1, 1], layers: ['stem', 'left', 'norm', 'right', 'last'] },
  { network: 'normalised', pixels: perChannel, layers: ['conv', 'whole', 'half', 'other'] },
  { network: 'nested', pixels: undefined, layers: ['conv', 'bn', 'depthwise', 'bn_depthwise'] },
  { network: 'augmented', pixels: [-1, 1], layers: ['conv', 'last'] },
  { network: 'standardised', pixels: imageNet, layers: ['conv', 'last'] },
  { network: 'centred', pixels: [-2, 2.25], layers: ['conv', 'last'] }
]

describe.each(
  ['keras', 'tf-keras']
    .flatMap((program) =>
      ['keras', 'h5'].flatMap((ending) => networks.map((one) => ({ ...one, program, ending })))
    )
    // Keras 3 cannot save it.
    .filter(
      ({ network, program, ending }) => network !== 'augmented' || program !== 'keras' || ending !== 'h5'
    )
)('the file $network-$program.$ending', ({ network, program, ending, pixels, layers }) => {
  const name = `${network}-${program}.${ending}`
  const answers = foreignScores.parse(json(`${network}-${program}.scores.json`))

  test('computes here what the program makes of it', async () => {
    const read = await readNetworkFile([{ name, bytes: file(name) }])
    if (read.kind !== 'whole') throw new Error('it is whole')
    const { config, assumesPixels, leftOut } = read.checkpoint
    expect(leftOut).toEqual(leftOutOf.get(network))
    expect(assumesPixels !== true).toBe(pixels !== undefined)
    await expectScores(read.checkpoint, bytes, answers)
    if (pixels !== undefined && network !== 'branches') {
      const ranges = z.array(z.union([z.number(), z.array(z.number())])).parse(pixelsOf(config.model))
      expect(ranges.flat().map((value) => value.toFixed(6))).toEqual(
        pixels.flat().map((value) => value.toFixed(6))
      )
    }
    const names = config.model.layers.map((layer) => layer.name)
    expect(names.filter((one) => layers.includes(one))).toEqual(layers)
  })
})

test('a normalisation that was adapted is refused, with what to do', async () => {
  const name = 'refused-adapted-keras.keras'
  const error = await failureOfAsync(() => readNetworkFile([{ name, bytes: file(name) }]))
  expect(error.message).toMatch(/^Layer 1 \(Normalization\) in .+ was adapted to images/)
  expect(error.hint).toMatch(/Normalization\(mean=…, variance=…\)/)
})
