import {
  optimizerKind,
  type OptimizerSpec,
  type OptimizerType
} from '../../../core/optimizers/optimizer-kinds'
import type { OptimizerTable } from '../../shared/optimizer-table'
import type { Local, V128 } from '../assembler/expression'
import { callValue, type FunctionBuilder, type FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { type Hyperparameter, hyperparameterOffset } from '../plan/hyperparameters'
import type { WasmPlan } from '../plan/plan'
import type { F64Function } from './exponential'
import { parameters } from './parameters'

/** Moves four weights and what the optimizer keeps for them, given their gradient. */
export type Update = (address: Local<'i32'>, gradient: Local<'v128'>, offset: number) => void

/**
 * What an update moves: weights that go through `emitMatrixStep` where the optimizer moves matrices as a whole, or
 * others.
 */
export type Updated = 'matrix' | 'other'

const updates: OptimizerTable<Update, [f: FunctionBuilder, plan: WasmPlan, updated: Updated]> = {
  sgd: emitSgd,
  adagrad: (spec, f, plan) => emitAdaptive(spec, 'sum', f, plan),
  rmsprop: (spec, f, plan) => emitAdaptive(spec, 'average', f, plan),
  adam: (spec, f, plan) => emitAdaptive(spec, 'moments', f, plan),
  adamw: (spec, f, plan) => emitAdaptive(spec, 'moments', f, plan),
  muon: emitMuon
}

/** The betas of optimizers whose moments are corrected for having begun at 0. */
const corrected: OptimizerTable<{ readonly beta1: number; readonly beta2: number } | undefined> = {
  sgd: () => undefined,
  adagrad: () => undefined,
  rmsprop: () => undefined,
  adam: (spec) => spec,
  adamw: (spec) => spec,
  muon: () => undefined
}

/** The code of one update, by the formulas of core/optimizers. */
export function emitUpdate<T extends OptimizerType>(
  f: FunctionBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec<T>,
  updated: Updated
): Update {
  return updates[optimizer.type](optimizer, f, plan, updated)
}

/** From a weight of a matrix that moves as a whole to its direction: behind the one value that is kept for it. */
export function directionOffset(plan: WasmPlan): number {
  return 2 * plan.weightBytes
}

/** Loads the hyperparameters once. */
function emitSgd(
  { nesterov, weightDecay }: OptimizerSpec<'sgd'>,
  f: FunctionBuilder,
  plan: WasmPlan
): Update {
  const minusRate = f.local('v128', v128.subFloat(v128.zero, splat(plan, 'learningRate')))
  const momentum = f.local('v128', splat(plan, 'keep1'))
  const decay = weightDecay === 0 ? undefined : f.local('v128', splat(plan, 'weightDecay'))
  const velocity = f.local('v128')
  return (address, gradient, offset) => {
    const velocityOffset = offset + plan.weightBytes
    if (decay !== undefined) f.accumulate(gradient, decay, v128.load(address, offset))
    f.set(velocity, f.madd(momentum, v128.load(address, velocityOffset), gradient))
    f.store(address, velocity, velocityOffset)
    const direction = nesterov ? f.madd(momentum, velocity, gradient) : velocity
    f.store(address, f.madd(minusRate, direction, v128.load(address, offset)), offset)
  }
}

/** Of a matrix it finds the directions, and leaves the weights where they are. */
function emitMuon(
  { nesterov, weightDecay }: OptimizerSpec<'muon'>,
  f: FunctionBuilder,
  plan: WasmPlan,
  updated: Updated
): Update {
  const { mulFloat: mul, subFloat: sub } = v128
  const keep = f.local('v128', splat(plan, 'keep1'))
  const take = f.local('v128', splat(plan, 'take1'))
  const velocity = f.local('v128')
  const weight = f.local('v128')
  return (address, gradient, offset) => {
    const velocityOffset = offset + plan.weightBytes
    const kept = v128.load(address, velocityOffset)
    f.set(gradient, mul(take, gradient))
    f.set(velocity, f.madd(keep, kept, gradient))
    f.store(address, velocity, velocityOffset)
    const direction = nesterov ? f.madd(keep, velocity, gradient) : velocity
    if (updated === 'matrix') {
      f.store(address, direction, offset + directionOffset(plan))
      return
    }
    f.set(weight, v128.load(address, offset))
    const rate = splat(plan, 'learningRate')
    if (weightDecay > 0) f.set(weight, sub(weight, mul(mul(rate, splat(plan, 'weightDecay')), weight)))
    f.store(address, sub(weight, mul(rate, direction)), offset)
  }
}

/**
 * Loads the hyperparameters where they are used: there are too many for registers, and the roots take longer.
 * @param keeps of gradients: the sum of their squares, its moving average, or that and their own
 */
function emitAdaptive(
  optimizer: OptimizerSpec<'adagrad' | 'rmsprop' | 'adam' | 'adamw'>,
  keeps: 'sum' | 'average' | 'moments',
  f: FunctionBuilder,
  plan: WasmPlan
): Update {
  const { add, mul, div, sub, sqrt } = {
    add: v128.addFloat,
    mul: v128.mulFloat,
    div: v128.divFloat,
    sub: v128.subFloat,
    sqrt: v128.sqrtFloat
  }
  const weight = f.local('v128')
  const square = f.local('v128')
  const moment = f.local('v128')
  /** keep * kept + take * value, stored back. */
  const average = (
    into: Local<'v128'>,
    address: Local<'i32'>,
    kept: number,
    names: readonly [Hyperparameter, Hyperparameter],
    value: V128
  ): void => {
    const [keep, take] = names
    f.set(into, f.madd(splat(plan, keep), v128.load(address, kept), mul(splat(plan, take), value)))
    f.store(address, into, kept)
  }
  return (address, gradient, offset) => {
    const first = offset + plan.weightBytes
    const second = first + plan.weightBytes
    f.set(weight, v128.load(address, offset))
    if (optimizer.weightDecay > 0) {
      if (optimizerKind(optimizer).decays === 'weight') {
        const shrink = mul(splat(plan, 'learningRate'), splat(plan, 'weightDecay'))
        f.set(weight, sub(weight, mul(shrink, weight)))
      } else {
        f.accumulate(gradient, splat(plan, 'weightDecay'), weight)
      }
    }
    const squared = mul(gradient, gradient)
    switch (keeps) {
      case 'sum':
        f.set(square, add(v128.load(address, first), squared))
        f.store(address, square, first)
        break
      case 'average':
        average(square, address, first, ['keep1', 'take1'], squared)
        break
      case 'moments':
        average(moment, address, first, ['keep1', 'take1'], gradient)
        average(square, address, second, ['keep2', 'take2'], squared)
        break
    }
    const corrects = keeps === 'moments'
    const root = corrects ? mul(sqrt(square), splat(plan, 'inverseRoot')) : sqrt(square)
    const rate = splat(plan, corrects ? 'correctedRate' : 'learningRate')
    const move = div(mul(rate, corrects ? moment : gradient), add(root, splat(plan, 'epsilon')))
    f.store(address, sub(weight, move), offset)
  }
}

/**
 * (rate, step): takes the learning rate from its address, and works out what changes with the number of the step, 1 for
 * the optimizer's first: Adam's bias correction. It depends on these alone, so that a run that was resumed goes on with
 * the same bits.
 */
export function emitBeginStep<T extends OptimizerType>(
  module: ModuleBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec<T>,
  exponential: F64Function
): FunctionReference {
  const { hyperparameters } = plan.control
  const betas = corrected[optimizer.type](optimizer)
  return module.procedure('beginStep', ['i32', 'i32'], (f) => {
    const [address, step] = parameters(f, 2)
    const learningRate = f.local('f32', f32.load(address))
    f.storeFloat(hyperparameters + hyperparameterOffset('learningRate'), learningRate)
    if (betas === undefined) return
    // 1 - beta^t = 1 - e^(t ln beta); of beta 0 nothing is left after a step.
    const correction = (beta: number): ReturnType<typeof f64.sub> => {
      const power = f64.mul(f64.fromInt(step), f64.const(Math.max(Math.log(beta), -1e4)))
      return f64.sub(f64.const(1), callValue(exponential, power))
    }
    const rate = f64.promote(learningRate)
    f.storeFloat(
      hyperparameters + hyperparameterOffset('correctedRate'),
      f32.demote(f64.div(rate, correction(betas.beta1)))
    )
    f.storeFloat(
      hyperparameters + hyperparameterOffset('inverseRoot'),
      f32.demote(f64.div(f64.const(1), f64.sqrt(correction(betas.beta2))))
    )
  })
}

function splat(plan: WasmPlan, name: Hyperparameter): V128 {
  return v128.loadSplat(plan.control.hyperparameters + hyperparameterOffset(name))
}
