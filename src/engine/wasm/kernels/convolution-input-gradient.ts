import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { ConvolutionStage } from '../plan/plan'
import { chunkVectors, entryBytes } from './convolution-weight-gradient'
import { eachChunk } from './row-chunks'

/**
 * (dy, y, winners, lists, dx): dx[patch(p)] += sum of dy[p, f] * kernel[f] over the filters f, for each position p.
 * With a pool, dy and y belong to the pooled image; each slot of a window is a position of its own.
 */
export function emitConvolutionInputGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage
): FunctionReference {
  const addList = emitAddList(module, stage)
  return stage.pool === undefined
    ? emitByPosition(module, stage, addList)
    : emitByWindow(module, stage, addList)
}

function emitByPosition(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  addList: FunctionReference
): FunctionReference {
  const { view } = stage.output
  const { view: inputView } = stage.input
  const { strides, filters, parameters, kernelSize } = stage
  return module.procedure(`${stage.name}.inputGradient`, ['i32', 'i32', 'i32', 'i32', 'i32'], (f) => {
    const dy = f.parameter(0, 'i32')
    const lists = f.parameter(3, 'i32')
    const dx = f.parameter(4, 'i32')
    const entry = f.local('i32')
    const kernel = f.local('i32')
    const gradient = f.local('f32')
    f.fillBytes(dx, 0, inputView.bytes)
    f.advance(dy, view.origin)
    f.repeat(view.height, () => {
      f.repeat(view.width, () => {
        f.setInt(entry, lists)
        f.setInt(kernel, parameters.kernel)
        f.repeat(filters, () => {
          f.set(gradient, f32.load(dy))
          f.storeInt(entry, kernel)
          f.storeFloat(entry, gradient, 4)
          f.advance(entry, i32.shl(f32.ne(gradient, f32.const(0)), 3))
          f.advance(kernel, kernelSize[0] * parameters.rowFloats * 4)
          f.advance(dy, 4)
        })
        f.if(i32.lt(lists, entry), () => {
          f.call(addList, lists, entry, dx)
        })
        f.advance(dx, strides[1] * inputView.pixelBytes)
      })
      f.advance(dx, strides[0] * inputView.rowBytes - view.width * strides[1] * inputView.pixelBytes)
      f.advance(dy, view.rowBytes - view.width * view.pixelBytes)
    })
  })
}

function emitByWindow(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  addList: FunctionReference
): FunctionReference {
  const { pool, strides, filters, parameters, kernelSize } = stage
  if (pool === undefined) throw new Error('the stage has no pool')
  const { view } = pool.node
  const { view: inputView } = stage.input
  const slots = pool.size[0] * pool.size[1]
  const slotBytes = filters * entryBytes
  const stepX = pool.size[1] * strides[1] * inputView.pixelBytes
  const stepY = pool.size[0] * strides[0] * inputView.rowBytes
  return module.procedure(`${stage.name}.inputGradient`, ['i32', 'i32', 'i32', 'i32', 'i32'], (f) => {
    const dy = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const winners = f.parameter(2, 'i32')
    const lists = f.parameter(3, 'i32')
    const dx = f.parameter(4, 'i32')
    const ends = f.int(i32.add(lists, slots * slotBytes))
    const end = f.local('i32')
    const entry = f.local('i32')
    const kernel = f.local('i32')
    const gradient = f.local('f32')
    f.fillBytes(dx, 0, inputView.bytes)
    f.advance(dy, view.origin)
    f.advance(y, view.origin)
    f.repeat(view.height, () => {
      f.repeat(view.width, () => {
        for (let slot = 0; slot < slots; slot++) f.storeInt(ends, i32.add(lists, slot * slotBytes), slot * 4)
        f.setInt(kernel, parameters.kernel)
        f.repeat(filters, () => {
          f.set(gradient, f32.load(dy))
          f.setInt(end, i32.add(ends, i32.load(winners)))
          f.setInt(entry, i32.load(end))
          f.storeInt(entry, kernel)
          f.storeFloat(entry, gradient, 4)
          const nonzero = f32.ne(gradient, f32.const(0))
          const keeps = pool.relu ? i32.and(nonzero, f32.ne(f32.load(y), f32.const(0))) : nonzero
          f.storeInt(end, i32.add(entry, i32.shl(keeps, 3)))
          f.advance(kernel, kernelSize[0] * parameters.rowFloats * 4)
          f.advance(dy, 4)
          f.advance(y, 4)
          f.advance(winners, 4)
        })
        for (let slot = 0; slot < slots; slot++) {
          const row = Math.floor(slot / pool.size[1]) * strides[0]
          const column = (slot % pool.size[1]) * strides[1]
          const list = i32.add(lists, slot * slotBytes)
          f.setInt(end, i32.load(ends, slot * 4))
          f.if(i32.lt(list, end), () => {
            f.call(
              addList,
              i32.const(list),
              end,
              i32.const(i32.add(dx, row * inputView.rowBytes + column * inputView.pixelBytes))
            )
          })
        }
        f.advance(dx, stepX)
      })
      f.advance(dx, stepY - view.width * stepX)
      f.advance(dy, view.rowBytes - view.width * view.pixelBytes)
      f.advance(y, view.rowBytes - view.width * view.pixelBytes)
    })
  })
}

/** (list, end, dx): adds the filters of a list, each times its gradient, to one patch of the input's gradient. */
function emitAddList(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference {
  return module.procedure(`${stage.name}.addFilters`, ['i32', 'i32', 'i32'], (f) => {
    const list = f.parameter(0, 'i32')
    const end = f.parameter(1, 'i32')
    const dx = f.parameter(2, 'i32')
    const entry = f.local('i32')
    const kernel = f.local('i32')
    const spread = f.local('v128')
    eachChunk(f, stage, chunkVectors, ({ vectors, weightsBase, imageBase }) => {
      const sums = f.locals(vectors.length, 'v128', () => v128.zero)
      f.setInt(entry, list)
      f.doWhile(() => {
        f.setInt(kernel, i32.add(i32.load(entry), weightsBase))
        f.set(spread, v128.loadSplat(entry, 4))
        sums.forEach((sum, i) => {
          f.accumulate(sum, spread, v128.load(kernel, vectors[i]?.weights))
        })
        f.advance(entry, entryBytes)
        return i32.lt(entry, end)
      })
      const patch = f.int(i32.add(dx, imageBase))
      sums.forEach((sum, i) => {
        const offset = vectors[i]?.image ?? 0
        f.store(patch, v128.addFloat(v128.load(patch, offset), sum), offset)
      })
    })
  })
}
