import type { Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { commonTransform } from '../../../core/model/pixel-range'
import type { ImageView } from '../plan/image-view'
import type { WasmPlan } from '../plan/plan'

/** Bytes that one vector load brings. */
const chunk = 16

/**
 * (source, planes, target): u8[C, H, W] -> f32[C, H, W] and, as pixels inside their border, f32[H, W, C]:
 * byte * scale + offset.
 */
export function emitNormalise(
  module: ModuleBuilder,
  view: ImageView,
  pixels: WasmPlan['pixels']
): FunctionReference {
  const { height, width, channels } = view
  const plane = height * width
  const common = commonTransform(pixels)
  /** What is gone through at once: all planes, or one after the other where they have constants of their own. */
  const passes =
    common === undefined
      ? pixels.map((transform) => ({ ...transform, count: plane }))
      : [{ ...common, count: plane * channels }]
  return module.procedure('normalise', ['i32', 'i32', 'i32'], (f) => {
    const source = f.parameter(0, 'i32')
    const planes = f.parameter(1, 'i32')
    const target = f.parameter(2, 'i32')
    const bytes = f.local('v128')
    const values = f.int(planes)
    for (const { scale, offset, count } of passes) {
      const scales = f.local('v128', v128.floats(scale, scale, scale, scale))
      const offsets = f.local('v128', v128.floats(offset, offset, offset, offset))
      const chunks = Math.ceil(count / chunk)
      // The last chunk may reach beyond: into the next plane, which comes after it, or into room that slot and scratch
      // keep for it.
      f.repeat(chunks, () => {
        f.set(bytes, v128.load(source))
        widen(bytes).forEach((ints, i) => {
          f.store(values, f.madd(v128.toFloat(ints), scales, offsets), i * 16)
        })
        f.advance(source, chunk)
        f.advance(values, chunk * 4)
      })
      if (common !== undefined) continue
      f.setInt(source, i32.sub(source, chunks * chunk - count))
      f.setInt(values, i32.sub(values, (chunks * chunk - count) * 4))
    }
    f.advance(target, view.origin)
    f.repeat(height, () => {
      if (channels === 3) {
        f.repeat(Math.floor(width / 4), () => {
          interleaveThree(f, planes, target, height * width * 4)
          f.advance(planes, 16)
          f.advance(target, 48)
        })
      }
      f.repeat(channels === 3 ? width % 4 : width, () => {
        for (let c = 0; c < channels; c++)
          f.storeFloat(target, f32.load(planes, c * height * width * 4), c * 4)
        f.advance(planes, 4)
        f.advance(target, view.pixelBytes)
      })
      f.setInt(target, i32.add(target, view.rowBytes - width * view.pixelBytes))
    })
  })
}

/** Sixteen u8 to four vectors of i32. */
function widen(bytes: V128): V128[] {
  const low = v128.extendLow8(bytes)
  const high = v128.extendHigh8(bytes)
  return [v128.extendLow16(low), v128.extendHigh16(low), v128.extendLow16(high), v128.extendHigh16(high)]
}

/** Four pixels: planes r, g, b -> rgb rgb rgb rgb. */
function interleaveThree(
  f: FunctionBuilder,
  planes: Local<'i32'>,
  target: Local<'i32'>,
  planeBytes: number
): void {
  const r = f.local('v128', v128.load(planes))
  const g = f.local('v128', v128.load(planes, planeBytes))
  const b = f.local('v128', v128.load(planes, 2 * planeBytes))
  const firstHalf = f.local('v128', v128.shuffle(r, g, [0, 4, 1, 5]))
  const secondHalf = f.local('v128', v128.shuffle(r, g, [2, 6, 3, 7]))
  f.store(target, v128.shuffle(firstHalf, b, [0, 1, 4, 2]))
  f.store(target, v128.shuffle(v128.shuffle(firstHalf, b, [3, 5, 3, 5]), secondHalf, [0, 1, 4, 5]), 16)
  f.store(target, v128.shuffle(b, secondHalf, [2, 6, 7, 3]), 32)
}
