import type { Inspection } from '../../../lab/contract/inspection'
import type { PictureInspection } from '../../../lab/contract/picture'
import { imageSource } from '../../../core/layers/layer-kind'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import type { Tensor } from '../../../lab/contract/tensor'
import { bytesFromBase64 } from '../../bytes/base64'

export interface ShapedValues {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** f32[height, width, channels] */
export interface Maps {
  readonly shape: readonly [number, number, number]
  readonly values: Float32Array
}

/** An inspection with its numbers unpacked. */
export interface Inspected extends Omit<PictureInspection, 'image' | 'input' | 'layers' | 'file'> {
  /** u8[channels, height, width] */
  readonly image: Uint8Array
  /** Undefined of a picture that is of no data set. */
  readonly label: number | undefined
  readonly loss: number | undefined
  readonly input: ShapedValues
  /** What each layer puts out, in the order of the network's layers. */
  readonly layers: readonly ShapedValues[]
}

export function unpackTensor({ name, shape, values }: Tensor): ShapedValues {
  return { name, shape, values: new Float32Array(bytesFromBase64(values).buffer) }
}

export function unpackInspection(inspection: Inspection | PictureInspection): Inspected {
  return {
    label: undefined,
    loss: undefined,
    ...inspection,
    image: bytesFromBase64(inspection.image),
    input: unpackTensor(inspection.input),
    layers: inspection.layers.map(unpackTensor)
  }
}

/** What a layer takes, one by one; empty while some of it is not known. */
export function inputsOf(
  { input, layers }: Inspected,
  { sources }: Pick<LayerShape, 'sources'>
): readonly ShapedValues[] {
  const inputs = sources.flatMap((source) => (source === imageSource ? input : (layers[source] ?? [])))
  return inputs.length === sources.length ? inputs : []
}

/** Values with rows and columns; undefined once they are flat. */
export function asMaps({ shape, values }: ShapedValues): Maps | undefined {
  const [height, width, channels] = shape
  if (height === undefined || width === undefined || channels === undefined) return undefined
  return { shape: [height, width, channels], values }
}
