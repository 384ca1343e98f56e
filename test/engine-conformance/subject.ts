import { expect } from 'vitest'
import type { CompileRequest, Engine, Program, Workload } from '../../src/core/engine/engine'
import { parameterShapes } from '../../src/core/model/infer-shapes'
import { optimizerStateNames } from '../../src/core/optimizers/optimizer-kinds'
import { checkedEngine } from '../../src/engine/shared/checked-engine'
import { ReferenceProgram } from '../../src/engine/reference/engine'
import { checkWorkload } from './check-workload'
import { hashedWeights } from './hashed-weights'
import { movement, relativeDistance, type Training, trajectory } from './trajectory'

/** Float32 sums in another order, against float64: relative, of losses that are not close to 0. */
const lossTolerance = 4e-6
/** Of all that training moved, relative to how far. */
const movementTolerance = 1e-4

/** The engine under test, and the ways in which a part of the suite tests it. */
export interface Subject {
  readonly name: string
  readonly engine: Engine
  readonly compile: (request: CompileRequest) => Promise<Program>
  /** A test of what it does with a workload; of an engine that lacks something for it, that it refuses. */
  readonly check: (title: string, workload: Workload, run: () => Promise<void>) => void
  /** Trains as told and expects losses, weights, what the optimizer keeps and scores of the reference loops in float64. */
  readonly compare: (training: Training) => Promise<void>
}

export function subject(name: string, unchecked: Engine): Subject {
  const engine = checkedEngine(unchecked)
  const compile = (request: CompileRequest): Promise<Program> => engine.compile(request)
  return {
    name,
    engine,
    compile,
    check: (title, workload, run) => {
      checkWorkload(title, engine, workload, run)
    },
    compare: async (training) => {
      const found = await trajectory(compile, training)
      const exact = await trajectory(
        (request) => Promise.resolve(new ReferenceProgram(request, 'float64')),
        training
      )
      const initial = hashedWeights(training.model)
      found.losses.forEach((loss, step) => {
        const expected = exact.losses[step] ?? NaN
        const error = Math.abs(loss - expected) / Math.max(0.1, expected)
        expect(error, `loss of step ${step}`).toBeLessThan(lossTolerance)
      })
      const moved = movement(found.state, initial)
      expect(relativeDistance(moved, movement(exact.state, initial))).toBeLessThan(movementTolerance)
      parameterShapes(training.model).forEach(({ name: parameter, averaged, trainable }, i) => {
        if (averaged || trainable) return
        expect(found.state.weights[i]?.values, parameter).toEqual(initial[i]?.values)
      })
      expect(found.state.optimizerState).toHaveLength(optimizerStateNames(training.optimizer).length)
      found.state.optimizerState.forEach((arrays, i) => {
        expect(relativeDistance(arrays, exact.state.optimizerState[i] ?? [])).toBeLessThan(movementTolerance)
      })
      expect(relativeDistance([found.logits], [exact.logits])).toBeLessThan(movementTolerance)
      expect(found.state.step).toBe(found.losses.length)
    }
  }
}
