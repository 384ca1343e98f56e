import { required } from '../../../core/base/required'
import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import { type Lanes, v128 } from '../assembler/vector'
import type { DepthwiseStage, WasmPlan } from '../plan/plan'
import { address, gradient, pixels } from './image-bases'
import type { ImageStep } from './image-step'
import { ints } from './parameters'
import { emitTakeGradient } from './take-gradient'
import { updateRange } from './update-range'

/** Weights or sums that registers hold besides what else a loop needs. */
const mostInRegisters = 12

/** A convolution of each channel by itself: rows of pixels, four outputs at a time, with their weights in registers. */
export function emitDepthwiseStep(module: ModuleBuilder, stage: DepthwiseStage): ImageStep {
  const { input, output } = stage
  const forward = emitForward(module, stage)
  const weightGradient =
    stage.weightGradient === undefined ? undefined : emitWeightGradient(module, stage, stage.weightGradient)
  const inputGradient = input.gradient && emitInputGradient(module, stage)
  return {
    forward: (f, bases) => {
      f.call(forward, address(bases, input.value), pixels(bases, output))
    },
    backward:
      weightGradient === undefined && inputGradient === undefined
        ? undefined
        : (f, bases, part) => {
            const dy = i32.add(gradient(bases, output), output.view.origin)
            if (weightGradient !== undefined) f.call(weightGradient, address(bases, input.value), dy, part)
            if (inputGradient !== undefined) f.call(inputGradient, gradient(bases, input), dy)
          }
  }
}

/**
 * (parts, from, to): sums the parts' gradients in order and updates the vectors [from, to) of kernel and bias.
 * @returns undefined where these are frozen
 */
export function emitDepthwiseUpdate(
  module: ModuleBuilder,
  plan: WasmPlan,
  { name, weights, weightGradient }: DepthwiseStage,
  optimizer: OptimizerSpec
): FunctionReference | undefined {
  if (weightGradient === undefined) return undefined
  return module.procedure(`${name}.update`, ints(3), (f) => {
    const from = f.parameter(1, 'i32')
    updateRange(f, plan, emitTakeGradient(f, plan, optimizer, 'other'), {
      weights: i32.add(i32.mul(from, 16), weights),
      gradient: i32.add(i32.mul(from, 16), plan.parts.address + weightGradient),
      bytes: i32.mul(i32.sub(f.parameter(2, 'i32'), from), 16),
      partsEnd: f.int(i32.mul(f.parameter(0, 'i32'), plan.parts.bytes))
    })
  })
}

/** (x, y): y[oy, ox, o] = bias[o] + sum over the window of x[..., o / M] * kernel[ky, kx, o] */
function emitForward(module: ModuleBuilder, stage: DepthwiseStage): FunctionReference {
  const taps = tapsOf(stage)
  return module.procedure(`${stage.name}.forward`, ints(2), (f) => {
    const sum = f.local('v128')
    const weights = f.int(stage.weights)
    eachQuad(f, stage, f.parameter(0, 'i32'), f.parameter(1, 'i32'), [weights], (quad, eachPixel) => {
      const at = (tap: number): V128 => v128.load(weights, quad.output + tap * stage.outputBytes)
      const kept = taps.length <= mostInRegisters ? f.locals(taps.length, 'v128', at) : undefined
      const bias = f.local('v128', at(taps.length))
      eachPixel((x, y) => {
        f.set(sum, bias)
        taps.forEach((offset, tap) => {
          f.accumulate(sum, spread(x, offset, quad), kept?.[tap] ?? at(tap))
        })
        f.storeLanes(y, sum, quad.count)
      })
    })
  })
}

/** (x, dy, part): dkernel[ky, kx, o] += x * dy, dbias[o] += dy, into the part's sums: each row on its own first. */
function emitWeightGradient(module: ModuleBuilder, stage: DepthwiseStage, sumsAt: number): FunctionReference {
  const taps = tapsOf(stage)
  return module.procedure(`${stage.name}.weightGradient`, ints(3), (f) => {
    const sums = f.int(i32.add(f.parameter(2, 'i32'), sumsAt))
    const dy = f.local('v128')
    eachQuad(f, stage, f.parameter(0, 'i32'), f.parameter(1, 'i32'), [sums], (quad, eachPixel) => {
      for (let first = 0; first <= taps.length; first += mostInRegisters) {
        // The bias counts as one more tap, of an input that is always 1.
        const count = Math.min(mostInRegisters, taps.length + 1 - first)
        const found = f.locals(count, 'v128', () => v128.zero)
        eachPixel((x, y) => {
          f.set(dy, v128.load(y))
          found.forEach((sum, i) => {
            const offset = taps[first + i]
            if (offset === undefined) f.set(sum, v128.addFloat(sum, dy))
            else f.accumulate(sum, spread(x, offset, quad), dy)
          })
        })
        found.forEach((sum, i) => {
          const offset = quad.output + (first + i) * stage.outputBytes
          f.store(sums, v128.addFloat(v128.load(sums, offset), sum), offset)
        })
      }
    })
  })
}

/** (dx, dy): dx[..., o / M] += kernel[ky, kx, o] * dy, for each place of the window. */
function emitInputGradient(module: ModuleBuilder, stage: DepthwiseStage): FunctionReference {
  const taps = tapsOf(stage)
  return module.procedure(`${stage.name}.inputGradient`, ints(2), (f) => {
    const dx = f.parameter(0, 'i32')
    const weights = f.int(stage.weights)
    const sum = f.local('v128')
    const dy = f.local('v128')
    f.fillBytes(dx, 0, stage.input.view.bytes)
    eachQuad(f, stage, dx, f.parameter(1, 'i32'), [weights], (quad, eachPixel) => {
      const at = (tap: number): V128 => v128.load(weights, quad.output + tap * stage.outputBytes)
      if (stage.multiplier > 1) {
        // Several outputs of a vector belong to one input.
        eachPixel((x, y) => {
          taps.forEach((offset, tap) => {
            for (let lane = 0; lane < quad.count; lane++) {
              const to = offset + required(quad.lanes[lane], 'an input of each output') * 4
              const weight = f32.load(weights, quad.output + tap * stage.outputBytes + lane * 4)
              f.storeFloat(x, f32.add(f32.load(x, to), f32.mul(weight, f32.load(y, lane * 4))), to)
            }
          })
        })
        return
      }
      const kept = taps.length <= mostInRegisters ? f.locals(taps.length, 'v128', at) : undefined
      eachPixel((x, y) => {
        f.set(dy, v128.load(y))
        taps.forEach((offset, tap) => {
          f.set(sum, v128.load(x, offset))
          f.accumulate(sum, dy, kept?.[tap] ?? at(tap))
          f.storeLanes(x, sum, quad.count, offset)
        })
      })
    })
  })
}

/** Four neighbouring outputs: offsets in bytes from the pointers of their group, and how many of them there are. */
interface Quad {
  readonly input: number
  readonly output: number
  /** The channel that each is made of, counted from that of the first. */
  readonly lanes: Lanes
  readonly count: number
}

/** Byte offsets of the kernel's taps from the window's first pixel. */
function tapsOf({ kernelSize, input }: DepthwiseStage): readonly number[] {
  const { rowBytes, pixelBytes } = input.view
  return Array.from(
    { length: kernelSize[0] * kernelSize[1] },
    (_, tap) => Math.floor(tap / kernelSize[1]) * rowBytes + (tap % kernelSize[1]) * pixelBytes
  )
}

/** The inputs of four outputs, at a tap. */
function spread(x: Local<'i32'>, offset: number, { lanes }: Quad): V128 {
  const inputs = v128.load(x, offset)
  return lanes.every((lane, i) => lane === i) ? inputs : v128.shuffle(inputs, inputs, lanes)
}

/**
 * Goes through the rows of the output, in each through its channels in vectors, and gives what goes through the pixels.
 * @param x of the first window, and y of the first pixel
 * @param others advance with the channels, as the weights do
 */
function eachQuad(
  f: FunctionBuilder,
  stage: DepthwiseStage,
  x: Local<'i32'>,
  y: Local<'i32'>,
  others: readonly Local<'i32'>[],
  body: (quad: Quad, eachPixel: (pixel: (x: Local<'i32'>, y: Local<'i32'>) => void) => void) => void
): void {
  const { multiplier, strides } = stage
  const { view: from } = stage.input
  const { view: to } = stage.output
  const [inputs, outputs, window, place] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')]
  const quadAt = (first: number, count: number): Quad => {
    const channel = Math.floor(first / multiplier)
    const lane = (i: number): number => Math.floor((first + i) / multiplier) - channel
    return { input: channel * 4, output: first * 4, lanes: [lane(0), lane(1), lane(2), lane(3)], count }
  }
  const pass = (quad: Quad): void => {
    body(quad, (pixel) => {
      f.setInt(window, i32.add(inputs, quad.input))
      f.setInt(place, i32.add(outputs, quad.output))
      f.repeat(to.width, () => {
        pixel(window, place)
        f.advance(window, strides[1] * from.pixelBytes)
        f.advance(place, to.pixelBytes)
      })
    })
  }
  // As many vectors of outputs as take a whole vector of inputs.
  const groups = Math.floor(Math.floor(to.channels / 4) / multiplier)
  const done = groups * multiplier * 4
  f.repeat(to.height, () => {
    f.setInt(inputs, x)
    f.setInt(outputs, y)
    f.repeat(groups, () => {
      for (let i = 0; i < multiplier; i++) pass(quadAt(i * 4, 4))
      f.advance(inputs, 16)
      for (const pointer of [outputs, ...others]) f.advance(pointer, multiplier * 16)
    })
    for (let first = 0; first < to.channels - done; first += 4) {
      pass(quadAt(first, Math.min(4, to.channels - done - first)))
    }
    for (const pointer of others) f.advance(pointer, -done * 4)
    f.advance(x, strides[0] * from.rowBytes)
    f.advance(y, to.rowBytes)
  })
}
