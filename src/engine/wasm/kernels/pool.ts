import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { PoolStage } from '../plan/plan'

interface PoolKernels {
  /** (x, y, winners) */
  readonly forward: FunctionReference
  /** (dx, dy, winners) */
  readonly backward: FunctionReference
}

/** Bytes from the first lane's channel. */
const lanePlaces = v128.ints(0, 4, 8, 12)

/**
 * Pooling with any window and stride, four channels at a time: the kernel for whatever a convolution does not take
 * along. x: view [H, W, C] -> y: view [OH, OW, C].
 */
export function emitPool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  return stage.kind === 'maxPool' ? emitMaxPool(module, stage) : emitAveragePool(module, stage)
}

/** winners: i32[OH, OW, C], the byte offset of the first maximum from x; dx[winner] += dy. NaN is the maximum. */
function emitMaxPool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  const forward = module.procedure(`${stage.name}.forward`, ['i32', 'i32', 'i32'], (f) => {
    const base = f.parameter(0, 'i32')
    const x = f.int(base)
    const y = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const best = f.local('v128')
    const winner = f.local('v128')
    const value = f.local('v128')
    const wins = f.local('v128')
    const place = f.local('v128')
    eachOutput(f, stage, x, y, (lanes) => {
      f.set(best, v128.load(x))
      f.set(place, v128.addInt(v128.splatInt(i32.sub(x, base)), lanePlaces))
      f.set(winner, place)
      eachInput(f, stage, x, (pixel, offset) => {
        f.set(value, v128.load(pixel, offset))
        f.set(wins, v128.or(v128.gtFloat(value, best), v128.neFloat(value, value)))
        f.set(best, v128.select(value, best, wins))
        f.set(place, v128.addInt(v128.splatInt(i32.add(i32.sub(pixel, base), offset)), lanePlaces))
        f.set(winner, v128.select(place, winner, wins))
      })
      f.storeLanes(y, best, lanes)
      f.storeLanes(winners, winner, lanes)
      f.advance(winners, lanes * 4)
    })
  })
  return { forward, backward: emitMaxPoolBackward(module, stage) }
}

function emitMaxPoolBackward(module: ModuleBuilder, stage: PoolStage): FunctionReference {
  const { name, size, strides, input } = stage
  const apart = size.every((length, axis) => length === strides[axis])
  if (apart && size[0] * size[1] <= unrolledWindow) return emitSpread(module, stage)
  return module.procedure(`${name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const dx = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const target = f.local('i32')
    f.fillBytes(dx, 0, input.view.bytes)
    eachOutput(f, stage, f.local('i32'), dy, (lanes) => {
      for (let lane = 0; lane < lanes; lane++) {
        f.setInt(target, i32.add(dx, i32.load(winners, lane * 4)))
        f.storeFloat(target, f32.add(f32.load(target), f32.load(dy, lane * 4)))
      }
      f.advance(winners, lanes * 4)
    })
  })
}

/** Windows that do not overlap: each input is written once, with its window's gradient or with 0. */
function emitSpread(module: ModuleBuilder, stage: PoolStage): FunctionReference {
  const { size, input, output } = stage
  const covers =
    output.view.height * size[0] === input.view.height && output.view.width * size[1] === input.view.width
  return module.procedure(`${stage.name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const base = f.parameter(0, 'i32')
    const dx = f.int(base)
    const dy = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const gradient = f.local('v128')
    const winner = f.local('v128')
    const value = f.local('v128')
    if (!covers) f.fillBytes(base, 0, input.view.bytes)
    eachOutput(f, stage, dx, dy, (lanes) => {
      f.set(gradient, v128.load(dy))
      // From the window's first input.
      const first = v128.addInt(v128.splatInt(i32.sub(dx, base)), lanePlaces)
      f.set(winner, v128.subInt(v128.load(winners), first))
      eachInput(f, stage, dx, (pixel, offset) => {
        const wins = v128.eqInt(winner, v128.ints(offset, offset, offset, offset))
        f.set(value, v128.and(gradient, wins))
        f.storeLanes(pixel, value, lanes, offset)
      })
      f.advance(winners, lanes * 4)
    })
  })
}

/** y = mean of the window; dx[each of the window] += dy / window. */
function emitAveragePool(module: ModuleBuilder, stage: PoolStage): PoolKernels {
  const size = 1 / (stage.size[0] * stage.size[1])
  const share = v128.floats(size, size, size, size)
  const forward = module.procedure(`${stage.name}.forward`, ['i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const sum = f.local('v128')
    eachOutput(f, stage, x, y, (lanes) => {
      f.set(sum, v128.zero)
      eachInput(f, stage, x, (pixel, offset) => {
        f.set(sum, v128.addFloat(sum, v128.load(pixel, offset)))
      })
      f.set(sum, v128.mulFloat(sum, share))
      f.storeLanes(y, sum, lanes)
    })
  })
  const backward = module.procedure(`${stage.name}.backward`, ['i32', 'i32', 'i32'], (f) => {
    const dx = f.parameter(0, 'i32')
    const dy = f.parameter(1, 'i32')
    const gradient = f.local('v128')
    const sum = f.local('v128')
    f.fillBytes(dx, 0, stage.input.view.bytes)
    eachOutput(f, stage, dx, dy, (lanes) => {
      f.set(gradient, v128.mulFloat(v128.load(dy), share))
      eachInput(f, stage, dx, (pixel, offset) => {
        f.set(sum, v128.addFloat(v128.load(pixel, offset), gradient))
        f.storeLanes(pixel, sum, lanes, offset)
      })
    })
  })
  return { forward, backward }
}

/**
 * Moves `x` to the first input of each window in turn and `y` to its output, both given as the bases of their views:
 * four channels at a time, and what is left of them.
 */
function eachOutput(
  f: FunctionBuilder,
  stage: PoolStage,
  x: Local<'i32'>,
  y: Local<'i32'>,
  body: (lanes: number) => void
): void {
  const { view: from } = stage.input
  const { view: to } = stage.output
  const stepX = stage.strides[1] * from.pixelBytes
  const vector = (lanes: number): void => {
    body(lanes)
    f.advance(x, lanes * 4)
    f.advance(y, lanes * 4)
  }
  f.advance(x, from.origin)
  f.advance(y, to.origin)
  f.repeat(to.height, () => {
    f.repeat(to.width, () => {
      f.repeat(Math.floor(to.channels / 4), () => {
        vector(4)
      })
      if (to.channels % 4 > 0) vector(to.channels % 4)
      f.advance(x, stepX - from.pixelBytes)
    })
    f.advance(x, stage.strides[0] * from.rowBytes - to.width * stepX)
    f.advance(y, to.rowBytes - to.width * to.pixelBytes)
  })
}

/** Larger windows get a loop. */
const unrolledWindow = 16

/** Each input of the window at `x`, in row-major order: at a pointer and a constant offset from it. */
function eachInput(
  f: FunctionBuilder,
  stage: PoolStage,
  x: Local<'i32'>,
  body: (pixel: Local<'i32'>, offset: number) => void
): void {
  const { rowBytes, pixelBytes } = stage.input.view
  const [height, width] = stage.size
  if (height * width <= unrolledWindow) {
    for (let i = 0; i < height * width; i++) {
      body(x, Math.floor(i / width) * rowBytes + (i % width) * pixelBytes)
    }
    return
  }
  const pixel = f.int(x)
  f.repeat(height, () => {
    f.repeat(width, () => {
      body(pixel, 0)
      f.advance(pixel, pixelBytes)
    })
    f.advance(pixel, rowBytes - width * pixelBytes)
  })
}
