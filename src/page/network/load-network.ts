import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { PageContent } from '../../core/exchange/page-content'
import { normalisePixels } from '../../core/pixels/normalise-pixels'

/** What the network makes of an image, u8[channels, height, width]: its scores, f32[classes], which are logits. */
export type Network = (image: Uint8Array) => Promise<Float32Array>

/** Loads the network into TensorFlow.js. It computes on the processor: the same scores in every browser. */
export async function loadNetwork(
  { topology, parameterShapes, inputShape, transforms }: PageContent,
  weights: Uint8Array<ArrayBuffer>
): Promise<Network> {
  await tf.setBackend('cpu')
  knowGeluNew()
  const model = await tfl.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: parameterShapes.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      weightData: weights.buffer
    })
  )
  return async (image) => {
    const values = Float32Array.from(normalisePixels(inputShape, transforms, image))
    const scores = tf.tidy(() => {
      const output = model.predict(tf.tensor(values, [1, ...inputShape]))
      if (Array.isArray(output)) throw new Error('the network has more than one output')
      return output
    })
    const read = Float32Array.from(await scores.data())
    scores.dispose()
    return read
  }
}

/** TensorFlow.js writes `gelu_new`, and looks for it as `geluNew` when it reads. */
function knowGeluNew(): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const known = classNameMap['gelu_new']
  if (known !== undefined) classNameMap['geluNew'] = known
}
