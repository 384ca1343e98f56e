import { activationOf, type ActivationType, type LayerSpec } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { v128 } from '../assembler/vector'
import { type ActivationCurve, curveOf } from './activation-curves'
import type { VectorFunctions } from './vector-functions'

/** How values lie: `rows` runs of `length` floats, each `stride` bytes after the one before. */
export interface Extent {
  readonly rows: number
  readonly length: number
  readonly inputStride: number
  readonly outputStride: number
}

interface ActivationKernels {
  /** (x, y), which may be the same unless the slope follows from x */
  readonly forward: FunctionReference
  /** (y, dy, dx), or (x, dy, dx) where the slope follows from x; the last two may be the same */
  readonly backward: FunctionReference
}

/** Element by element: y = activation(x); dx = dy * slope. */
export function emitActivation(
  module: ModuleBuilder,
  { name, layer }: { readonly name: string; readonly layer: LayerSpec<ActivationType> },
  extent: Extent,
  functions: VectorFunctions
): ActivationKernels {
  const curve = curveOf(layer, functions)
  const fromInput = activationOf(layer).slopeFrom === 'input'
  return {
    forward: module.procedure(`${name}.forward`, ['i32', 'i32'], (f) => {
      emitForward(f, curve, extent)
    }),
    backward: module.procedure(`${name}.backward`, ['i32', 'i32', 'i32'], (f) => {
      emitBackward(f, curve, extent, fromInput)
    })
  }
}

function emitForward(f: FunctionBuilder, curve: ActivationCurve, extent: Extent): void {
  const x = f.parameter(0, 'i32')
  const y = f.parameter(1, 'i32')
  const value = f.local('v128')
  eachVector(f, extent, [x, y], [extent.inputStride, extent.outputStride], (lanes) => {
    f.set(value, v128.load(x))
    f.set(value, curve.value(value, f))
    f.storeLanes(y, value, lanes)
  })
}

function emitBackward(
  f: FunctionBuilder,
  curve: ActivationCurve,
  { inputStride, outputStride, ...extent }: Extent,
  fromInput: boolean
): void {
  const from = f.parameter(0, 'i32')
  const dy = f.parameter(1, 'i32')
  const dx = f.parameter(2, 'i32')
  const value = f.local('v128')
  const gradient = f.local('v128')
  const strides = [fromInput ? inputStride : outputStride, outputStride, inputStride]
  eachVector(f, extent, [from, dy, dx], strides, (lanes) => {
    f.set(value, v128.load(from))
    f.set(gradient, v128.load(dy))
    f.set(gradient, curve.gradient(gradient, value, f))
    f.storeLanes(dx, gradient, lanes)
  })
}

function eachVector(
  f: FunctionBuilder,
  { rows, length }: Pick<Extent, 'rows' | 'length'>,
  pointers: readonly Local<'i32'>[],
  strides: readonly number[],
  body: (lanes: number) => void
): void {
  const whole = Math.floor(length / 4)
  f.repeat(rows, () => {
    f.repeat(whole, () => {
      body(4)
      for (const pointer of pointers) f.advance(pointer, 16)
    })
    if (length % 4 > 0) body(length % 4)
    pointers.forEach((pointer, i) => {
      f.advance(pointer, required(strides[i], 'a stride of each pointer') - whole * 16)
    })
  })
}
