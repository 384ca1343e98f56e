import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Int, Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f64, i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { statisticsBytes, vectorBytes } from '../plan/place-standardise'
import type { Standardise, WasmPlan } from '../plan/plan'
import { parameters } from './parameters'
import { emitTakeGradient } from './take-gradient'

/**
 * What is done between two waits for the whole batch. Each takes the channels' vectors [from, to) and
 * sums over the images in their order, in float64: the same bits, whichever thread made the images' statistics.
 */
export interface StandardiseTotals {
  /** Vectors of four channels. */
  readonly quads: number
  /**
   * (from, to, images, trains): statistics of the images to mean, deviation and scale; the moving averages move. In
   * prediction these averages are all that is read.
   */
  readonly normalise: FunctionReference
  /**
   * (from, to, images): sums of the images to the gradients of gamma and beta, and to slope and shift of dx; undefined
   * where nobody needs these.
   */
  readonly differentiate: FunctionReference | undefined
  /** (from, to): updates gamma and beta; undefined where they are frozen. */
  readonly update: FunctionReference | undefined
}

/** @param goesBack whether gamma and beta or a layer before learn */
export function emitStandardiseTotals(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: Standardise,
  quads: number,
  optimizer: OptimizerSpec,
  goesBack: boolean
): StandardiseTotals {
  const { name, momentum, epsilon, pixels, gradients } = stage

  const normalise = module.procedure(`${name}.normalise`, ['i32', 'i32', 'i32', 'i32'], (f) => {
    const [from, to, images, trains] = parameters(f, 4)
    const mean = f.local('v128')
    const squares = f.local('v128')
    const variance = f.local('v128')
    const count = f.local('f64', f64.fromInt(images))
    const values = f.local('f64', f64.mul(count, f64.const(pixels)))
    eachPair(f, from, to, (pair) => {
      const moving = (address: number, value: V128): void => {
        const kept = v128.mulDouble(splat(1 - momentum), loadPair(pair, address))
        storePair(f, pair, address, v128.addDouble(kept, v128.mulDouble(splat(momentum), value)))
      }
      f.if(
        trains,
        () => {
          f.set(mean, v128.zero)
          eachImage(f, stage, pair, images, (found) => {
            f.set(mean, v128.addDouble(mean, loadPair(found, 0)))
          })
          f.set(mean, v128.divDouble(mean, v128.splatDouble(count)))
          f.set(squares, v128.zero)
          const distance = f.local('v128')
          eachImage(f, stage, pair, images, (found) => {
            f.set(distance, v128.subDouble(loadPair(found, 0), mean))
            f.set(distance, v128.mulDouble(v128.mulDouble(distance, distance), splat(pixels)))
            const within = loadPair(found, vectorBytes(stage))
            f.set(squares, v128.addDouble(squares, v128.addDouble(within, distance)))
          })
          f.set(variance, v128.divDouble(squares, v128.splatDouble(values)))
          moving(stage.movingMean, mean)
          const unbiased = v128.splatDouble(f64.sub(values, f64.const(1)))
          moving(stage.movingVariance, v128.divDouble(squares, unbiased))
        },
        () => {
          f.set(mean, loadPair(pair, stage.movingMean))
          f.set(variance, loadPair(pair, stage.movingVariance))
        }
      )
      const deviation = v128.sqrtDouble(v128.addDouble(variance, splat(epsilon)))
      const inverse = f.local('v128', v128.divDouble(splat(1), deviation))
      storePair(f, pair, stage.mean, mean)
      storePair(f, pair, stage.inverseDeviation, inverse)
      storePair(f, pair, stage.scale, v128.mulDouble(inverse, loadPair(pair, stage.gamma)))
    })
  })

  if (!goesBack) return { quads, normalise, differentiate: undefined, update: undefined }

  const differentiate = module.procedure(`${name}.differentiate`, ['i32', 'i32', 'i32'], (f) => {
    const [from, to, images] = parameters(f, 3)
    const plain = f.local('v128')
    const weighted = f.local('v128')
    const values = f.local('f64', f64.mul(f64.fromInt(images), f64.const(-pixels)))
    eachPair(f, from, to, (pair) => {
      f.set(plain, v128.zero)
      f.set(weighted, v128.zero)
      eachImage(f, stage, pair, images, (found) => {
        f.set(plain, v128.addDouble(plain, loadPair(found, 0)))
        f.set(weighted, v128.addDouble(weighted, loadPair(found, vectorBytes(stage))))
      })
      const inverse = f.local('v128', loadPair(pair, stage.inverseDeviation))
      f.set(weighted, v128.mulDouble(weighted, inverse))
      if (gradients !== undefined) {
        storePair(f, pair, gradients.beta, plain)
        storePair(f, pair, gradients.gamma, weighted)
      }
      const share = v128.divDouble(loadPair(pair, stage.scale), v128.splatDouble(values))
      const minusShare = f.local('v128', share)
      storePair(f, pair, stage.shift, v128.mulDouble(minusShare, plain))
      storePair(f, pair, stage.slope, v128.mulDouble(v128.mulDouble(minusShare, inverse), weighted))
    })
  })

  if (gradients === undefined) return { quads, normalise, differentiate, update: undefined }

  const update = module.procedure(`${name}.update`, ['i32', 'i32'], (f) => {
    const [from, to] = parameters(f, 2)
    const move = emitTakeGradient(f, plan, optimizer, 'other')
    const offset = f.local('i32')
    const address = f.local('i32')
    const gradient = f.local('v128')
    f.for(offset, i32.shl(from, 4), f.int(i32.shl(to, 4)), 16, () => {
      for (const [parameter, found] of [
        [stage.gamma, gradients.gamma],
        [stage.beta, gradients.beta]
      ] as const) {
        f.setInt(address, i32.add(offset, parameter))
        f.set(gradient, v128.load(offset, found))
        move(address, gradient, 0)
      }
    })
  })
  return { quads, normalise, differentiate, update }
}

/** Two channels at a time, as float64: `pair` is their offset in each of the stage's vectors. */
function eachPair(
  f: FunctionBuilder,
  from: Local<'i32'>,
  to: Local<'i32'>,
  body: (pair: Local<'i32'>) => void
): void {
  const pair = f.local('i32')
  f.for(pair, i32.shl(from, 4), f.int(i32.shl(to, 4)), 8, () => {
    body(pair)
  })
}

function eachImage(
  f: FunctionBuilder,
  stage: Standardise,
  pair: Local<'i32'>,
  images: Local<'i32'>,
  body: (found: Local<'i32'>) => void
): void {
  const bytes = statisticsBytes(stage)
  const found = f.local('i32')
  const begin = f.int(i32.add(pair, stage.statistics))
  f.for(found, begin, f.int(i32.add(i32.mul(images, bytes), begin)), bytes, () => {
    body(found)
  })
}

function loadPair(at: Int, offset: number): V128 {
  return v128.promote(v128.load64(at, offset))
}

function storePair(f: FunctionBuilder, at: Int, offset: number, value: V128): void {
  f.store64(int(at), v128.demote(value), 0, offset)
}

function splat(value: number): V128 {
  return v128.splatDouble(f64.const(value))
}
