import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { ImageStages } from './image-stages'

const [height, width] = [8, 9]
const area = height * width

/** Byte i of the image is i, less whole 256s. */
function stagesOf(channels: 1 | 3 | 4, mean = [0.5, 0.5, 0.5, 0.5]): ImageStages {
  const planes = Uint8Array.from({ length: channels * area }, (_, i) => i)
  const info: Pick<DatasetInfo, 'shape' | 'normalisation'> = {
    shape: [height, width, channels],
    normalisation: {
      mean: mean.slice(0, channels),
      standardDeviation: new Array<number>(channels).fill(0.5)
    }
  }
  return new ImageStages(planes, info)
}

describe('an image on its way to the network', () => {
  it('has the byte of each pixel and channel, and what becomes of it', () => {
    const stages = stagesOf(3)
    expect(stages.at(2, 1, 4).byte).toBe(2 * area + width + 4)
    expect(stages.at(1, 0, 0).fraction).toBe(area / 255)
    expect(stages.at(0, 0, 0).normalised).toBe(-1)
  })

  it('has one mean and deviation where all channels have the same', () => {
    expect(stagesOf(3).common).toMatchObject({ mean: 0.5, deviation: 0.5 })
    expect(stagesOf(3, [0.5, 0.4, 0.5]).common).toBeUndefined()
    expect(stagesOf(1, [0.4]).common).toMatchObject({ mean: 0.4 })
  })

  it('shows a colour with the others dark; grey and opacity have none', () => {
    const green = stagesOf(4).plane(1)
    expect(green.length).toBe(3 * area)
    expect([green[0], green[area], green[2 * area]]).toEqual([0, area, 0])
    expect(stagesOf(4).plane(3)).toEqual(Uint8Array.from({ length: area }, (_, i) => 3 * area + i))
    expect(stagesOf(1).plane(0).length).toBe(area)
  })

  it('has the square around a pixel, which stays in the image', () => {
    const square = stagesOf(1).square(0, [0, 8], 3)
    expect(square.map(({ stages }) => stages.byte)).toEqual([6, 7, 8, 15, 16, 17, 24, 25, 26])
    expect(square.map(({ chosen }) => chosen).indexOf(true)).toBe(2)
  })

  it('reads a pixel out', () => {
    expect(stagesOf(1).inWords([0, 0])).toBe('row 1, column 1: grey 0, 0.000, −1.000')
    expect(stagesOf(3).inWords([7, 8])).toMatch(/^row 8, column 9: red 71, .*; green 143, .*; blue 215, /)
  })
})
