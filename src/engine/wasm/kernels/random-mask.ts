import type { Expr, Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { Mask } from '../plan/plan'
import type { Extent } from './activation'

interface MaskKernels {
  /** (x, y, element, step): y = x * mask; x and y may be the same. */
  readonly forward: FunctionReference
  /** (dy, dx, element, step): dx = dy * mask, with the mask computed again; dy and dx may be the same. */
  readonly backward: FunctionReference
  /** (x, y): what prediction does. */
  readonly copy: FunctionReference
}

/** `element`: number of the first value in the mini-batch's activations. Draws are those of core/layers/layer-draws.ts. */
export function emitRandomMask(module: ModuleBuilder, stage: Mask, extent: Extent): MaskKernels {
  const { rows, length, inputStride, outputStride } = extent
  const masked = (name: string, strides: readonly [number, number]): FunctionReference =>
    module.procedure(`${stage.name}.${name}`, ['i32', 'i32', 'i32', 'i32'], (f) => {
      const source = f.parameter(0, 'i32')
      const target = f.parameter(1, 'i32')
      const element = f.parameter(2, 'i32')
      const step = f.parameter(3, 'i32')
      const first = f.local('v128', v128.splatInt(emitKey(f, 0x243f6a88, step, stage)))
      const second = f.local('v128', v128.splatInt(emitKey(f, 0x85a308d3, step, stage)))
      const draw = f.local('v128')
      const limit = stage.mask.threshold - 1
      const { scale } = stage.mask
      const vector = (lanes: number): void => {
        f.set(draw, v128.xor(v128.addInt(v128.splatInt(element), v128.ints(0, 1, 2, 3)), first))
        f.set(draw, v128.mulInt(v128.xor(draw, v128.shiftRight(draw, 16)), everyLane(0x7feb352d)))
        f.set(
          draw,
          v128.mulInt(v128.xor(v128.xor(draw, v128.shiftRight(draw, 15)), second), everyLane(0x846ca68b))
        )
        f.set(draw, v128.shiftRight(v128.xor(draw, v128.shiftRight(draw, 16)), 8))
        const scaled = v128.mulFloat(v128.load(source), v128.floats(scale, scale, scale, scale))
        f.set(draw, v128.and(scaled, v128.gtInt(draw, everyLane(limit))))
        f.storeLanes(target, draw, lanes)
        f.advance(element, lanes)
      }
      const whole = Math.floor(length / 4)
      f.repeat(rows, () => {
        f.repeat(whole, () => {
          vector(4)
          f.advance(source, 16)
          f.advance(target, 16)
        })
        if (length % 4 > 0) vector(length % 4)
        f.advance(source, strides[0] - whole * 16)
        f.advance(target, strides[1] - whole * 16)
      })
    })
  const copy = module.procedure(`${stage.name}.copy`, ['i32', 'i32'], (f) => {
    const source = f.parameter(0, 'i32')
    const target = f.parameter(1, 'i32')
    f.repeat(rows, () => {
      f.copyBytes(target, source, length * 4)
      f.advance(source, inputStride)
      f.advance(target, outputStride)
    })
  })
  return {
    forward: masked('forward', [inputStride, outputStride]),
    backward: masked('backward', [outputStride, inputStride]),
    copy
  }
}

/** Half of `layerKey`: seed and layer are constants, the step is not. */
function emitKey(f: FunctionBuilder, start: number, step: Local<'i32'>, stage: Mask): Local<'i32'> {
  const x = f.int(start ^ stage.seed)
  mix(f, x)
  f.setInt(x, i32.xor(x, step))
  mix(f, x)
  f.setInt(x, i32.xor(x, stage.layerIndex))
  mix(f, x)
  return x
}

function mix(f: FunctionBuilder, x: Local<'i32'>): void {
  const fold = (shift: number): Expr<'i32'> => i32.xor(x, i32.shr(x, shift))
  f.setInt(x, i32.mul(fold(16), 0x7feb352d))
  f.setInt(x, i32.mul(fold(15), 0x846ca68b))
  f.setInt(x, fold(16))
}

function everyLane(value: number): V128 {
  return v128.ints(value, value, value, value)
}
