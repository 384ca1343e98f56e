import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { ints } from './parameters'

/** Values that lie in the same order everywhere: runs of them, `stride` bytes apart, where each pointer has its own. */
export interface Runs {
  readonly count: number
  /** Floats of a run. */
  readonly length: number
  /** Bytes from run to run: of what is written, then of what is read. */
  readonly strides: readonly number[]
}

/** (y, x0, x1...): y = x0 + x1 + ..., which may overwrite x0; with one input a copy. */
export function emitSum(
  module: ModuleBuilder,
  name: string,
  { count, length, strides }: Runs
): FunctionReference {
  return module.procedure(name, ints(strides.length), (f) => {
    const [target, ...sources] = strides.map((_, i) => f.parameter(i, 'i32'))
    const y = required(target, 'a target')
    const sum = f.local('v128')
    const vector = (lanes: number): void => {
      sources.forEach((source, i) => {
        const value = v128.load(source)
        f.set(sum, i === 0 ? value : v128.addFloat(sum, value))
      })
      f.storeLanes(y, sum, lanes)
    }
    const whole = Math.floor(length / 4)
    f.repeat(count, () => {
      f.repeat(whole, () => {
        vector(4)
        for (const pointer of [y, ...sources]) f.advance(pointer, 16)
      })
      if (length % 4 > 0) vector(length % 4)
      ;[y, ...sources].forEach((pointer, i) => {
        f.advance(pointer, required(strides[i], 'a stride of each pointer') - whole * 16)
      })
    })
  })
}

/** How images lie whose channels are put side by side; a row is an image of one pixel. */
export interface Joined {
  readonly height: number
  readonly width: number
  /** Channels of each input, and bytes from row to row. */
  readonly inputs: readonly { readonly channels: number; readonly stride: number }[]
  /** Bytes from row to row of the output. */
  readonly stride: number
}

/** (y, x0, x1...): the channels of x0, x1... one behind the other, for each pixel. */
export function emitJoin(module: ModuleBuilder, name: string, joined: Joined): FunctionReference {
  const { inputs } = joined
  return module.procedure(name, ints(1 + inputs.length), (f) => {
    const y = f.parameter(0, 'i32')
    const sources = inputs.map((_, i) => f.parameter(i + 1, 'i32'))
    const all = inputs.reduce((sum, { channels }) => sum + channels, 0)
    eachPixel(
      f,
      joined,
      [
        { pointer: y, channels: all, stride: joined.stride },
        ...inputs.map((input, i) => ({ pointer: required(sources[i], 'a source'), ...input }))
      ],
      () => {
        let begin = 0
        inputs.forEach(({ channels }, i) => {
          copyFloats(f, y, begin, required(sources[i], 'a source'), 0, channels)
          begin += channels
        })
      }
    )
  })
}

/** (x, y): the channels of y that belong to one input, for each pixel. */
export function emitPart(
  module: ModuleBuilder,
  name: string,
  joined: Joined,
  index: number
): FunctionReference {
  const { inputs } = joined
  const begin = inputs.slice(0, index).reduce((sum, { channels }) => sum + channels, 0)
  const all = inputs.reduce((sum, { channels }) => sum + channels, 0)
  const own = required(inputs[index], 'an input')
  return module.procedure(name, ints(2), (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const pointers = [
      { pointer: x, ...own },
      { pointer: y, channels: all, stride: joined.stride }
    ]
    eachPixel(f, joined, pointers, () => {
      copyFloats(f, x, 0, y, begin, own.channels)
    })
  })
}

/** Moves the pointers from pixel to pixel. */
function eachPixel(
  f: FunctionBuilder,
  { height, width }: Joined,
  pointers: readonly { readonly pointer: Local<'i32'>; readonly channels: number; readonly stride: number }[],
  body: () => void
): void {
  f.repeat(height, () => {
    f.repeat(width, () => {
      body()
      for (const { pointer, channels } of pointers) f.advance(pointer, channels * 4)
    })
    for (const { pointer, channels, stride } of pointers) f.advance(pointer, stride - width * channels * 4)
  })
}

/** More floats are copied by one instruction for all of them. */
const unrolledFloats = 64

/** @param to, from in floats from the pointers */
function copyFloats(
  f: FunctionBuilder,
  target: Local<'i32'>,
  to: number,
  source: Local<'i32'>,
  from: number,
  count: number
): void {
  if (count > unrolledFloats) {
    f.copyBytes(i32.add(target, to * 4), i32.add(source, from * 4), count * 4)
    return
  }
  const value = f.local('v128')
  for (let i = 0; i < count; i += 4) {
    f.set(value, v128.load(source, (from + i) * 4))
    f.storeLanes(target, value, count - i, (to + i) * 4)
  }
}
