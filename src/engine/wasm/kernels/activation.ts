import type { ActivationType, LayerSpec } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { type ActivationCurve, curveOf } from './activation-curves'
import type { F64Function } from './exponential'

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
  exponential: F64Function
): ActivationKernels {
  const curve = curveOf(layer, { module, name, exponential })
  return {
    forward: module.procedure(`${name}.forward`, ['i32', 'i32'], (f) => {
      emitForward(f, curve, extent)
    }),
    backward: module.procedure(`${name}.backward`, ['i32', 'i32', 'i32'], (f) => {
      emitBackward(f, curve, extent)
    })
  }
}

function emitForward(f: FunctionBuilder, curve: ActivationCurve, extent: Extent): void {
  const x = f.parameter(0, 'i32')
  const y = f.parameter(1, 'i32')
  const strides = [extent.inputStride, extent.outputStride]
  if (curve.kind === 'vector') {
    const value = f.local('v128')
    eachVector(f, extent, [x, y], strides, (lanes) => {
      f.set(value, v128.load(x))
      f.set(value, curve.value(value))
      f.storeLanes(y, value, lanes)
    })
    return
  }
  const value = f.local('f64')
  eachFloat(f, extent, [x, y], strides, () => {
    f.set(value, f64.promote(f32.load(x)))
    const result =
      curve.kind === 'scalar' ? curve.value(value) : f64.mul(value, callValue(curve.share, value))
    f.storeFloat(y, f32.demote(result))
  })
}

function emitBackward(f: FunctionBuilder, curve: ActivationCurve, extent: Extent): void {
  const from = f.parameter(0, 'i32')
  const dy = f.parameter(1, 'i32')
  const dx = f.parameter(2, 'i32')
  if (curve.kind === 'weighted') {
    const value = f.local('f64')
    const share = f.local('f64')
    const strides = [extent.inputStride, extent.outputStride, extent.inputStride]
    eachFloat(f, extent, [from, dy, dx], strides, () => {
      f.set(value, f64.promote(f32.load(from)))
      f.set(share, callValue(curve.share, value))
      f.storeFloat(dx, f32.demote(f64.mul(f64.promote(f32.load(dy)), curve.slope(value, share))))
    })
    return
  }
  const value = f.local('v128')
  const gradient = f.local('v128')
  const strides = [extent.outputStride, extent.outputStride, extent.inputStride]
  eachVector(f, extent, [from, dy, dx], strides, (lanes) => {
    f.set(value, v128.load(from))
    f.set(gradient, v128.load(dy))
    f.set(gradient, curve.gradient(gradient, value))
    f.storeLanes(dx, gradient, lanes)
  })
}

function eachVector(
  f: FunctionBuilder,
  { rows, length }: Extent,
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

function eachFloat(
  f: FunctionBuilder,
  { rows, length }: Extent,
  pointers: readonly Local<'i32'>[],
  strides: readonly number[],
  body: () => void
): void {
  f.repeat(rows, () => {
    f.repeat(length, () => {
      body()
      for (const pointer of pointers) f.advance(pointer, 4)
    })
    pointers.forEach((pointer, i) => {
      f.advance(pointer, required(strides[i], 'a stride of each pointer') - length * 4)
    })
  })
}
