import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import type { PoolStage } from '../plan/plan'

interface PoolKernels {
  /** (x, y, winners) */
  readonly forward: FunctionReference
  /** (dx, dy, winners) */
  readonly backward: FunctionReference
}

/**
 * Pooling with any window and stride, one channel at a time: the kernel for whatever a convolution does not take
 * along. x: view [H, W, C] -> y: view [OH, OW, C].
 */
export function emitPool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  return stage.kind === 'maxPool' ? emitMaxPool(module, stage) : emitAveragePool(module, stage)
}

/** winners: i32[OH, OW, C], the byte offset of the first maximum from x; dx[winner] += dy. */
function emitMaxPool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  const forward = module.procedure(`${stage.name}.forward`, ['i32', 'i32', 'i32'], (f) => {
    const base = f.parameter(0, 'i32')
    const x = f.int(base)
    const y = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const best = f.local('f32')
    const winner = f.local('i32')
    const value = f.local('f32')
    eachOutput(f, stage, x, y, () => {
      f.set(best, f32.const(-Infinity))
      f.setInt(winner, x)
      eachInput(f, stage, x, (pixel) => {
        f.set(value, f32.load(pixel))
        // Also true of NaN, which thereby reaches the loss.
        f.if(i32.eqz(f32.le(value, best)), () => {
          f.set(best, value)
          f.setInt(winner, pixel)
        })
      })
      f.storeFloat(y, best)
      f.storeInt(winners, i32.sub(winner, base))
      f.advance(winners, 4)
    })
  })
  const backward = module.procedure(`${stage.name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const dx = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const target = f.local('i32')
    f.fillBytes(dx, 0, stage.input.view.bytes)
    eachOutput(f, stage, f.local('i32'), dy, () => {
      f.setInt(target, i32.add(dx, i32.load(winners)))
      f.storeFloat(target, f32.add(f32.load(target), f32.load(dy)))
      f.advance(winners, 4)
    })
  })
  return { forward, backward }
}

/** y = mean of the window; dx[each of the window] += dy / window. */
function emitAveragePool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  const share = f32.const(1 / (stage.size[0] * stage.size[1]))
  const forward = module.procedure(`${stage.name}.forward`, ['i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const sum = f.local('f32')
    eachOutput(f, stage, x, y, () => {
      f.set(sum, f32.const(0))
      eachInput(f, stage, x, (pixel) => {
        f.set(sum, f32.add(sum, f32.load(pixel)))
      })
      f.storeFloat(y, f32.mul(sum, share))
    })
  })
  const backward = module.procedure(`${stage.name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const dx = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const gradient = f.local('f32')
    f.fillBytes(dx, 0, stage.input.view.bytes)
    eachOutput(f, stage, dx, dy, () => {
      f.set(gradient, f32.mul(f32.load(dy), share))
      eachInput(f, stage, dx, (pixel) => {
        f.storeFloat(pixel, f32.add(f32.load(pixel), gradient))
      })
    })
  })
  return { forward, backward }
}

/** Moves `x` to the first input of each window in turn and `y` to its output, both given as the bases of their views. */
function eachOutput(
  f: FunctionBuilder,
  stage: PoolStage,
  x: Local<'i32'>,
  y: Local<'i32'>,
  body: () => void
): void {
  const { view: from } = stage.input
  const { view: to } = stage.output
  const stepX = stage.strides[1] * from.pixelBytes
  f.advance(x, from.origin)
  f.advance(y, to.origin)
  f.repeat(to.height, () => {
    f.repeat(to.width, () => {
      f.repeat(to.channels, () => {
        body()
        f.advance(x, 4)
        f.advance(y, 4)
      })
      f.advance(x, stepX - from.pixelBytes)
    })
    f.advance(x, stage.strides[0] * from.rowBytes - to.width * stepX)
    f.advance(y, to.rowBytes - to.width * to.pixelBytes)
  })
}

function eachInput(
  f: FunctionBuilder,
  stage: PoolStage,
  x: Local<'i32'>,
  body: (pixel: Local<'i32'>) => void
): void {
  const { view } = stage.input
  const pixel = f.int(x)
  f.repeat(stage.size[0], () => {
    f.repeat(stage.size[1], () => {
      body(pixel)
      f.advance(pixel, view.pixelBytes)
    })
    f.advance(pixel, view.rowBytes - stage.size[1] * view.pixelBytes)
  })
}
