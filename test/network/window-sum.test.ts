import { expect, test } from 'vitest'
import { inferShapes } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { Random } from '../../src/core/maths/random'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import {
  type Activations,
  convolutionSum,
  denseSum,
  poolingWindow
} from '../../src/renderer/charts/maps/window-sum'

/** Strides, padding and windows that are not square. */
const odd: ModelSpec = {
  inputShape: [32, 32, 3],
  layers: [
    { type: 'conv2d', name: 'conv1', filters: 4, kernelSize: [5, 2], strides: [2, 3], padding: [3, 1] },
    { type: 'tanh', name: 'tanh1' },
    { type: 'averagePool2d', name: 'pool1', poolSize: [3, 2], strides: [2, 1] },
    { type: 'conv2d', name: 'conv2', filters: 5, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    { type: 'sigmoid', name: 'sigmoid1' },
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc1', units: 10 }
  ]
}

test.each([
  ['the lesson’s network', lessonModel],
  ['windows that are not square', odd]
])('the pictures’ sums are the engine’s values: %s', (_, model) => {
  const network = new ReferenceNetwork(model, 'float32')
  const weights = initialWeights(model, 5)
  network.parameters.forEach(({ values }, i) => values.set(weights[i]?.values ?? []))
  const random = Random.seeded(1, 9)
  const image = Uint8Array.from({ length: 3 * 32 * 32 }, () => Math.floor(random.nextFloat() * 256))
  const outputs = network.outputs(image, { kind: 'predict' }).map((values) => Float32Array.from(values))
  const parameter = (name: string): Float32Array =>
    weights.find((one) => one.name === name)?.values ?? new Float32Array(0)

  let compared = 0
  let previous: Float32Array = Float32Array.from(network.normalise(image))
  inferShapes(model).forEach(({ layer, input, output }, i) => {
    const values = outputs[i] ?? new Float32Array(0)
    const from: Activations | undefined = input.length === 3 ? { shape: input, values: previous } : undefined
    for (let at = 0; at < values.length; at++) {
      const [, width = 1, channels = 1] = output
      const channel = output.length === 3 ? at % channels : at
      const pixel = Math.floor(at / channels)
      const cell = [Math.floor(pixel / width), pixel % width] as const
      let computed: number | undefined
      if (layer.type === 'conv2d' && from !== undefined) {
        const kernel = parameter(`${layer.name}/kernel`)
        const bias = parameter(`${layer.name}/bias`)
        computed = convolutionSum({ ...layer, input: from, kernel, bias, filter: channel, cell }).total
      } else if (from !== undefined && (layer.type === 'maxPool2d' || layer.type === 'averagePool2d')) {
        const pooled = poolingWindow(from, channel, layer.poolSize, layer.strides, cell)
        computed = layer.type === 'maxPool2d' ? pooled.maximum : pooled.mean
      } else if (layer.type === 'dense') {
        const kernel = parameter(`${layer.name}/kernel`)
        computed = denseSum(previous, kernel, parameter(`${layer.name}/bias`), at).total
      }
      if (computed === undefined) continue
      // Both sum in other orders; float32 itself has about 7 digits.
      expect(Math.abs(computed - (values[at] ?? NaN))).toBeLessThan(1e-5)
      compared += 1
    }
    previous = values
  })
  expect(compared).toBeGreaterThan(1000)
})
