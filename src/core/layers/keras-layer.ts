import type { LabError } from '../base/lab-error'
import { z } from '../base/schema'
import type { Shape } from './shape'

/** A layer in model.json: Keras's class and its configuration. */
export const kerasLayer = z.object({ class_name: z.string(), config: z.record(z.string(), z.unknown()) })
export type KerasLayer = z.infer<typeof kerasLayer>
/** What a layer of ours takes, among the inputs of the first of the layers that it becomes. */
export const kerasInput = Symbol('input')
/** The same as it is written: every layer has a name. */
export interface NamedKerasLayer extends KerasLayer {
  readonly config: KerasLayer['config'] & { readonly name: string }
  /** Layers of the same list by name, or `kerasInput`; the one before it unless it is said. */
  readonly takes?: readonly (string | typeof kerasInput)[]
}

/** Who reads a topology: they do not have quite the same layers. */
export type KerasDialect = 'tensorflow.js' | 'keras2' | 'keras3'

/** A foreign layer that is being read, and the network so far. */
export interface KerasReading {
  /** The shape that reaches the layer. */
  readonly input: Shape
  /** Its configuration. @throws LabError 'checkpoint-invalid' that says what cannot be read */
  parse<S extends z.ZodType>(schema: S): z.infer<S>
  /** Whether all layers that take its output can take over zeros around the image. */
  readonly mayLeaveFrame: boolean
  /** Zeros that a layer before it put around the image, [rows, columns]: the layer takes them over. */
  takeFrame(): readonly [number, number]
  /** Leaves zeros around the image for the layers that take its output, where they can take them over. */
  leaveFrame(frame: readonly [number, number]): void
  /**
   * Appends a layer of ours.
   * @param original its name in the file
   * @param settings its type and settings
   * @param without parameters that the layer of the file does not have; ours get their initial values
   * @returns its name here
   */
  add(original: string, settings: object, without?: readonly string[]): string
  /** Appends what Keras calls an activation: none for `linear`. */
  activate(activation: string, original: string): void
  /** An error that names the layer: `refuse('is not at the beginning')`. */
  refuse(why: string): LabError
}

const both = (n: number): [number, number] => [n, n]

/** One number for both directions, or one for each: [height, width]. */
export const kerasPairOf = (n: z.ZodInt) =>
  z.union([z.tuple([n, n]), n.transform(both), z.tuple([n]).transform(([only]) => both(only))])

/** At least 1: a window, a stride. The network's own limits are checked once it is put together. */
export const kerasPair = kerasPairOf(z.int().min(1).max(65_536))
export const kerasName = z.string().min(1)
/** A name, or what Keras 3 and older files write in its place: a function, or a layer without settings that matter. */
export const kerasActivation = z.union(
  [
    z.string(),
    z.object({ class_name: z.literal('function'), config: z.string() }).transform(({ config }) => config),
    z
      .object({
        class_name: z.literal('ReLU'),
        config: z.object({
          max_value: z.literal(6).nullish(),
          negative_slope: z.literal(0).nullish(),
          threshold: z.literal(0).nullish()
        })
      })
      .transform(({ config }) => (config.max_value === 6 ? 'relu6' : 'relu')),
    z
      .object({
        class_name: z.string(),
        config: z.strictObject({ name: z.unknown(), dtype: z.unknown() }).partial()
      })
      .transform(({ class_name }) => class_name.toLowerCase())
  ],
  'an activation with settings of its own cannot be read'
)
export const kerasDataFormat = z.literal('channels_last', 'images must be laid out channels_last').nullish()
export const kerasPadding = z.enum(['valid', 'same'], 'padding must be valid or same').default('valid')

/** Zeros [above, below] and [left, right]. */
type Margins = readonly [rows: readonly [number, number], columns: readonly [number, number]]

/**
 * Zeros on each side that a window's padding stands for. `same` counts as TensorFlow does: ceil(size / stride) outputs,
 * and where the zeros cannot be shared out evenly, one more below and to the right.
 * @param frame zeros that are around the image already
 */
export function kerasMargins(
  { input }: KerasReading,
  padding: 'valid' | 'same',
  window: readonly [number, number],
  strides: readonly [number, number],
  frame: readonly [number, number] = [0, 0]
): Margins {
  const sides = (axis: 0 | 1): readonly [number, number] => {
    if (padding === 'valid' || input.length !== 3) return [0, 0]
    const size = input[axis] + 2 * frame[axis]
    const total = Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + window[axis] - size)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  }
  return [sides(0), sides(1)]
}

/**
 * The padding of a convolution of ours, with the frame that it takes over. Where one side has more zeros than the other,
 * a layer before it puts all of them there.
 */
export function kerasWindowPadding(
  reading: KerasReading,
  layer: {
    readonly name: string
    readonly padding: 'valid' | 'same'
    readonly kernel_size: readonly [number, number]
    readonly strides: readonly [number, number]
  }
): [number, number] {
  const frame = reading.takeFrame()
  const [[above, below], [left, right]] = kerasMargins(
    reading,
    layer.padding,
    layer.kernel_size,
    layer.strides,
    frame
  )
  const [height, width] = frame
  if (above === below && left === right) return [height + above, width + left]
  reading.add(`${layer.name}_pad`, {
    type: 'zeroPadding2d',
    rows: [height + above, height + below],
    columns: [width + left, width + right]
  })
  return [0, 0]
}
