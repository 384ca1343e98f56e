import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { expectScores, foreignScores } from './expect-scores'

/** Made by make-keras-files.py. */
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
const json = (name: string): unknown => JSON.parse(file(name).toString())
const bytes = Buffer.from(z.object({ bytes: z.string() }).parse(json('images.json')).bytes, 'base64')

const perChannel = [1 / 58.4, 1 / 57.1, 1 / 57.4].map((scale, i) => {
  const offset = [-2.1, -2, -1.8][i] ?? NaN
  return [offset, 255 * scale + offset]
})
const networks = [
  { network: 'sequential', pixels: undefined, layers: ['conv2d', 'conv2d_1', 'dense'] },
  { network: 'branches', pixels: [-1, 1], layers: ['stem', 'left', 'norm', 'right', 'last'] },
  { network: 'normalised', pixels: perChannel, layers: ['conv', 'whole', 'half', 'other'] },
  { network: 'nested', pixels: undefined, layers: ['conv', 'bn', 'depthwise', 'bn_depthwise'] }
]

describe.each(
  ['keras', 'tf-keras'].flatMap((program) =>
    ['keras', 'h5'].flatMap((ending) => networks.map((one) => ({ ...one, program, ending })))
  )
)('the file $network-$program.$ending', ({ network, program, ending, pixels, layers }) => {
  const name = `${network}-${program}.${ending}`
  const answers = foreignScores.parse(json(`${network}-${program}.scores.json`))

  test('computes here what the program makes of it', async () => {
    const read = await readNetworkFile([{ name, bytes: file(name) }])
    if (read.kind !== 'whole') throw new Error('it is whole')
    const { config, assumesPixels } = read.checkpoint
    expect(assumesPixels !== true).toBe(pixels !== undefined)
    await expectScores(read.checkpoint, bytes, answers)
    if (pixels !== undefined && network === 'normalised') {
      const ranges = z.array(z.array(z.number())).parse(config.model.pixels)
      expect(ranges.flat().map((value) => value.toFixed(6))).toEqual(
        pixels.flat().map((value) => value.toFixed(6))
      )
    }
    const names = config.model.layers.map((layer) => layer.name)
    expect(names.filter((one) => layers.includes(one))).toEqual(layers)
  })
})
