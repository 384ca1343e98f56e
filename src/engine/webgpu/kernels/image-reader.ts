import { volume } from '../../../core/layers/shape'
import type { PlannedConvolution } from '../plan/plan'
import { region } from '../plan/region'

/** WGSL that reads a convolution's input, from memory or straight from the data set's bytes, 0 in the padding. */
export interface ImageReader {
  /** Declares what of the address depends on the image alone. */
  readonly image: (image: string) => string
  /** Declares a pixel under a name of its own. @param y, x i32 expressions; they may lie in the padding */
  readonly pixel: (name: string, y: string, x: string) => string
  /** A channel of a declared pixel. */
  readonly value: (name: string, channel: string) => string
  readonly regions: readonly string[]
}

export function imageReader({
  input,
  inputShape,
  kernelSize,
  strides,
  padding,
  pool,
  outputShape
}: PlannedConvolution): ImageReader {
  const [height, width, channels] = inputShape
  const reach = (axis: 0 | 1): number =>
    ((outputShape[axis] - 1) * pool.strides[axis] + pool.size[axis] - 1) * strides[axis] +
    kernelSize[axis] -
    padding[axis]
  const padded = padding[0] > 0 || padding[1] > 0 || reach(0) > height || reach(1) > width
  const fromBytes = input === 'bytes'
  const channelStep = fromBytes ? height * width : 1
  const pixelStep = fromBytes ? 1 : channels
  const read = fromBytes ? (at: string) => `pixel(${at})` : (at: string) => `memory[${at}]`
  const first = fromBytes
    ? (image: string) => `rows[step.first + ${image}].x * ${volume(inputShape)}u`
    : (image: string) => `${input.values}u + ${image} * ${volume(inputShape)}u`
  return {
    image: (image) => `let origin = ${first(image)};`,
    pixel: (name, y, x) => {
      const address = `origin + (u32(row${name}) * ${width}u + u32(column${name})) * ${pixelStep}u`
      const declared = `let row${name} = ${y};\n      let column${name} = ${x};`
      if (!padded) return `${declared}\n      let pixel${name} = ${address};`
      return `${declared}
      let inside${name} = row${name} >= 0 && row${name} < ${height}
        && column${name} >= 0 && column${name} < ${width};
      let pixel${name} = select(origin, ${address}, inside${name});`
    },
    value: (name, channel) => {
      const value = read(`pixel${name} + ${channel} * ${channelStep}u`)
      return padded ? `select(0.0, ${value}, inside${name})` : value
    },
    regions: fromBytes ? [] : [region.values(input)]
  }
}
