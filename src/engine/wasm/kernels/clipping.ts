import { clipEpsilon } from '../../../core/maths/clip-factor'
import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { type LearningRange, learningRanges } from '../plan/learning-ranges'
import type { WasmPlan } from '../plan/plan'
import { squaredChunks } from '../plan/squared-chunks'
import type { ImagePass } from './image-pass'
import { laneMask } from './lane-mask'
import { emitUpdate, type Updated } from './optimizer'
import { emitShare } from './share'

/** What follows the gradients of a step where these are clipped; all units finish one before any begins the next. */
export interface ClippingPhases {
  /** (unit): adds up the squares of a unit's share of the gradients. */
  readonly square: FunctionReference
  /** (unit): moves a unit's share of the weights; of matrices that move as a whole, it finds the directions. */
  readonly move: FunctionReference
}

/** See core/maths/clip-factor. */
export function emitClipping(
  module: ModuleBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  imagePass: ImagePass
): ClippingPhases | undefined {
  const { clipping, matrices, threads } = plan
  if (clipping === undefined) return undefined
  const ranges = learningRanges([...plan.imageStages, ...plan.rowStages])
  const { parts, count } = squaredChunks(ranges)

  const square = module.procedure('squareGradients', ['i32'], (f) => {
    const share = emitShare(f, f.parameter(0, 'i32'), threads)
    const chunk = f.local('i32')
    const at = f.local('i32')
    const end = f.local('i32')
    const sum = f.local('v128')
    for (const { range, chunkRows, chunks, first } of parts) {
      const { rows, rowBytes } = range
      const begin = range.address + clipping.held
      const { from, to } = share(chunks)
      f.for(chunk, from, to, 1, () => {
        f.set(sum, v128.zero)
        f.setInt(at, i32.add(i32.mul(chunk, chunkRows * rowBytes), begin))
        f.setInt(end, i32.min(f.int(i32.add(at, chunkRows * rowBytes)), begin + rows * rowBytes))
        addSquares(f, range, { at, end, sum })
        f.store(int(i32.add(i32.mul(chunk, 16), clipping.squares + first * 16)), sum)
      })
    }
  })

  /** (weights, end, factor) */
  const emitMoveRange = (name: string, updated: Updated): FunctionReference =>
    module.procedure(name, ['i32', 'i32', 'f32'], (f) => {
      const weights = f.parameter(0, 'i32')
      const end = f.parameter(1, 'i32')
      const update = emitUpdate(f, plan, optimizer, updated)
      const gradient = f.local('v128')
      f.if(i32.lt(weights, end), () => {
        f.doWhile(() => {
          const factor = v128.splatFloat(f.parameter(2, 'f32'))
          f.set(gradient, v128.mulFloat(v128.load(weights, clipping.held), factor))
          update(weights, gradient, 0)
          f.advance(weights, 16)
          return i32.lt(weights, end)
        })
      })
    })
  const moveRange = emitMoveRange('moveWeights', 'other')
  const moveMatrix = matrices === undefined ? moveRange : emitMoveRange('findDirections', 'matrix')

  const move = module.procedure('moveClipped', ['i32'], (f) => {
    const at = f.local('i32')
    const sum = f.local('f64', f64.const(0))
    f.for(at, clipping.squares, clipping.squares + count * 16, 8, () => {
      f.set(sum, f64.add(sum, f64.load(at)))
    })
    const norm = f64.add(f64.sqrt(sum), f64.const(clipEpsilon))
    const share = f64.div(f64.const(clipping.norm), norm)
    const factor = f.local('f32', f32.demote(f64.min(share, f64.const(1))))
    const shareOf = emitShare(f, f.parameter(0, 'i32'), threads)
    for (const { address, pieces, pieceBytes, matrix } of ranges) {
      const { from, to } = shareOf(pieces)
      const begin = int(i32.add(i32.mul(from, pieceBytes), address))
      f.call(matrix ? moveMatrix : moveRange, begin, int(i32.add(i32.mul(to, pieceBytes), address)), factor)
    }
    if (matrices !== undefined) return
    for (const { quads, update, repack } of imagePass.updates) {
      if (update === undefined || repack === undefined) continue
      const { from, to } = shareOf(quads)
      f.call(repack, from, to)
    }
  })
  return { square, move }
}

/** Adds the squares of the rows from `at` to `end`, without their padding, to two sums in float64. */
function addSquares(
  f: FunctionBuilder,
  { rowBytes, rowFloats }: LearningRange,
  { at, end, sum }: Readonly<Record<'at' | 'end', Local<'i32'>>> & { readonly sum: Local<'v128'> }
): void {
  const gradients = f.local('v128')
  const add = (): void => {
    for (const half of [
      v128.promote(gradients),
      v128.promote(v128.shuffle(gradients, gradients, [2, 3, 2, 3]))
    ]) {
      const pair = f.local('v128', half)
      f.set(sum, v128.addDouble(sum, v128.mulDouble(pair, pair)))
    }
    f.advance(at, 16)
  }
  const whole = (): void => {
    f.set(gradients, v128.load(at))
    add()
  }
  const rest = rowFloats % 4
  f.doWhile(() => {
    if (rowFloats * 4 === rowBytes) {
      whole()
    } else {
      const vectors = Math.floor(rowFloats / 4)
      f.repeat(vectors, whole)
      if (rest > 0) {
        f.set(gradients, v128.and(v128.load(at), laneMask(rest)))
        add()
      }
      f.advance(at, rowBytes - Math.ceil(rowFloats / 4) * 16)
    }
    return i32.lt(at, end)
  })
}
