import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { required } from '../../src/core/base/required'
import { imageInput } from '../../src/core/layers/layer-base'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
import { setFrozen } from '../../src/core/layers/set-frozen'
import { type ModelSpec, modelSpec } from '../../src/core/model/model-spec'
import { decodeOnnx } from '../../src/lab/exchange/onnx/decode-onnx'
import { encodeOnnx } from '../../src/lab/exchange/onnx/encode-onnx'
import { compared, runnable } from '../code/configurations'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { onnxCheckpoint } from './onnx-checkpoint'

describe.each([...compared, ...runnable])(
  'a network that goes out as ONNX and comes back: $name',
  ({ config }) => {
    const weights = hashedWeights(config.model)

    test.each([true, false])('is the same, with preprocessing: %s', (preprocessing) => {
      const bytes = encodeOnnx(onnxCheckpoint(config, weights), { preprocessing, version: '1.2.3' })
      const read = decodeOnnx(bytes, 'network.onnx')
      expect(read.model).toEqual(kept(config.model))
      expect(read.weights).toEqual(weights)
      expect(read).toMatchObject({ tellsPixels: true, classes: lessonDataset.classes })
    })
  }
)

/** What a file keeps: no dropout, and nothing that matters only where a training starts. */
function kept(model: ModelSpec): ModelSpec {
  /** By name of a layer that is left out, what it takes. */
  const left = new Map<string, string>()
  const layers = model.layers.flatMap((layer, at): LayerSpec[] => {
    const before = model.layers[at - 1]?.name ?? imageInput
    const inputs = (layer.inputs ?? [before]).map((name) => left.get(name) ?? name)
    if (layer.type === 'dropout') {
      left.set(layer.name, required(inputs[0], 'an input'))
      return []
    }
    const plain = layer.type === 'conv2d' ? withoutStart(layer) : layer
    return [{ ...('frozen' in plain ? setFrozen(plain, false) : plain), inputs }]
  })
  return modelSpec.parse({ ...model, layers })
}

function withoutStart({ initialisation: _, ...layer }: LayerSpec<'conv2d'>): LayerSpec {
  return layer
}
