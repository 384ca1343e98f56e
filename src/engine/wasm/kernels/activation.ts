import type { ActivationType } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import type { F64, Local } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { F64Function } from './exponential'

/** How values lie: `rows` runs of `length` floats, each `stride` bytes after the one before. */
export interface Extent {
  readonly rows: number
  readonly length: number
  readonly inputStride: number
  readonly outputStride: number
}

interface ActivationKernels {
  /** (x, y), which may be the same */
  readonly forward: FunctionReference
  /** (y, dy, dx), of which the last two may be the same */
  readonly backward: FunctionReference
}

/** Element by element: y = activation(x); dx = dy * slope(y). */
export function emitActivation(
  module: ModuleBuilder,
  { name, type }: { readonly name: string; readonly type: ActivationType },
  extent: Extent,
  exponential: F64Function
): ActivationKernels {
  const forward = module.procedure(`${name}.forward`, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const strides = [extent.inputStride, extent.outputStride]
    if (type === 'relu') {
      const value = f.local('v128')
      eachVector(f, extent, [x, y], strides, (lanes) => {
        f.set(value, v128.pmaxFloat(v128.load(x), v128.zero))
        f.storeLanes(y, value, lanes)
      })
    } else {
      const value = f.local('f64')
      eachFloat(f, extent, [x, y], strides, () => {
        f.set(value, f64.promote(f32.load(x)))
        f.storeFloat(y, f32.demote(curve(type, value, exponential)))
      })
    }
  })
  const backward = module.procedure(`${name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const y = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const dx = f.parameter(2, 'i32')
    const value = f.local('v128')
    const gradient = f.local('v128')
    const one = v128.floats(1, 1, 1, 1)
    const strides = [extent.outputStride, extent.outputStride, extent.inputStride]
    eachVector(f, extent, [y, dy, dx], strides, (lanes) => {
      f.set(value, v128.load(y))
      f.set(gradient, v128.load(dy))
      switch (type) {
        case 'relu':
          f.set(gradient, v128.and(gradient, v128.gtFloat(value, v128.zero)))
          break
        case 'tanh':
          f.set(gradient, v128.mulFloat(gradient, v128.subFloat(one, v128.mulFloat(value, value))))
          break
        case 'sigmoid':
          f.set(gradient, v128.mulFloat(gradient, v128.mulFloat(value, v128.subFloat(one, value))))
          break
      }
      f.storeLanes(dx, gradient, lanes)
    })
  })
  return { forward, backward }
}

function curve(type: 'tanh' | 'sigmoid', x: Local<'f64'>, exponential: F64Function): F64 {
  const one = f64.const(1)
  if (type === 'sigmoid') return f64.div(one, f64.add(one, callValue(exponential, f64.neg(x))))
  const doubled = callValue(exponential, f64.add(x, x))
  return f64.sub(one, f64.div(f64.const(2), f64.add(doubled, one)))
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
