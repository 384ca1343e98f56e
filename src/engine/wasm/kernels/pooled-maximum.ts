import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { v128 } from '../assembler/vector'
import type { ConvolutionStage, PooledOutput } from '../plan/plan'

/**
 * (x, y, winners, input): max pooling and ReLU of a convolution's output. x: view [H, W, C] -> y: view
 * [H/PH, W/PW, C], winners i32[H/PH, W/PW, C]: the address in the convolution's input of the first maximum's patch. max(relu(x)) = relu(max(x)), and where ReLU stops the gradient the winner does not matter.
 */
export function emitPooledMaximum(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  pool: PooledOutput
): FunctionReference {
  const { view: from } = stage.output
  const { view: to } = pool.node
  const [poolHeight, poolWidth] = pool.size
  const stepX = poolWidth * stage.strides[1] * stage.input.view.pixelBytes
  const stepY = poolHeight * stage.strides[0] * stage.input.view.rowBytes
  return module.procedure(`${stage.name}.pool`, ['i32', 'i32', 'i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const input = f.parameter(3, 'i32')
    const best = f.local('v128')
    const winner = f.local('v128')
    const value = f.local('v128')
    const vector = (lanes: number): void => {
      f.set(best, v128.load(x))
      f.set(winner, v128.zero)
      for (let i = 1; i < poolHeight * poolWidth; i++) {
        const offset = Math.floor(i / poolWidth) * from.rowBytes + (i % poolWidth) * from.pixelBytes
        f.set(value, v128.load(x, offset))
        const mark = patchOffset(stage, pool, i)
        const greater = v128.and(v128.gtFloat(value, best), v128.ints(mark, mark, mark, mark))
        f.set(winner, v128.maxInt(winner, greater))
        f.set(best, v128.pmaxFloat(best, value))
      }
      if (pool.relu) f.set(best, v128.pmaxFloat(best, v128.zero))
      f.set(winner, v128.addInt(winner, v128.splatInt(input)))
      f.storeLanes(y, best, lanes)
      f.storeLanes(winners, winner, lanes)
      for (const pointer of [x, y, winners]) f.advance(pointer, Math.min(4, lanes) * 4)
    }
    f.advance(y, to.origin)
    f.repeat(to.height, () => {
      f.repeat(to.width, () => {
        const whole = Math.floor(to.channels / 4)
        f.repeat(whole, () => {
          vector(4)
        })
        if (to.channels % 4 > 0) vector(to.channels % 4)
        f.advance(x, (poolWidth - 1) * from.pixelBytes)
        f.advance(input, stepX)
      })
      f.advance(input, stepY - to.width * stepX)
      f.advance(x, poolHeight * from.rowBytes - to.width * poolWidth * from.pixelBytes)
      f.advance(y, to.rowBytes - to.width * to.pixelBytes)
    })
  })
}

/** Where the patch for a place of the window begins in the convolution's input, counted from that of the first place. */
export function patchOffset(stage: ConvolutionStage, pool: PooledOutput, place: number): number {
  const { rowBytes, pixelBytes } = stage.input.view
  const row = Math.floor(place / pool.size[1]) * stage.strides[0]
  return row * rowBytes + (place % pool.size[1]) * stage.strides[1] * pixelBytes
}
