import { matrixSides } from '../../core/layers/matrix-sides'
import type { ParameterShape } from '../../core/layers/layer-kind'
import { muonScale } from '../../core/optimizers/muon'
import type { OptimizerSpec, OptimizerType } from '../../core/optimizers/optimizer-kinds'
import { required } from '../../core/base/required'
import type { OptimizerTable } from '../shared/optimizer-table'
import { attribute } from './graph/attribute'
import { after, type ControlInput, type Graph, type NodeOutput } from './graph/graph'
import { compute, floatType, reshape } from './layers/layer'
import { orthogonalise } from './orthogonalise'

/** One trainable parameter in the graph: handles of its variables, its value at the step's start, and its gradient. */
export interface ParameterNodes {
  readonly variable: NodeOutput
  /** Handles, one for each of `optimizerStateNames`. */
  readonly state: readonly NodeOutput[]
  readonly value: NodeOutput
  readonly gradient: NodeOutput
  readonly shape: ParameterShape
}

export interface StepNodes {
  readonly learningRate: NodeOutput
  /** f32[2]: `stepCorrection` of this step. */
  readonly correction: NodeOutput
  /** The step before is over. */
  readonly begun: ControlInput
  /** Updates write in place, so they wait for all that reads old values. */
  readonly waits: readonly ControlInput[]
}

/**
 * What of Adam's step depends on its number, computed in float64 where 1 - beta2^t would lose digits: the factor of
 * the learning rate and the epsilon of TensorFlow's form, w <- w - lr * factor * m / (sqrt(v) + epsilon).
 * The betas are those that TensorFlow's float32 kernels see.
 * @param step number of the step, 1 for the first
 */
export function stepCorrection<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  step: number
): readonly [number, number] {
  return corrections[spec.type](spec, step)
}

const none = (): readonly [number, number] => [1, 0]
const corrections: OptimizerTable<readonly [number, number], [step: number]> = {
  sgd: none,
  adagrad: none,
  rmsprop: none,
  adam: momentsCorrection,
  adamw: momentsCorrection,
  muon: none
}

function momentsCorrection(
  { beta1, beta2, epsilon }: OptimizerSpec<'adam' | 'adamw'>,
  step: number
): readonly [number, number] {
  const root = Math.sqrt(1 - Math.fround(beta2) ** step)
  return [root / (1 - Math.fround(beta1) ** step), epsilon * root]
}

/**
 * One step of the optimizer, by the formulas of core/optimizers.
 * @returns adds the update of one parameter, and gives the node after which it is done
 */
export function makeUpdate<T extends OptimizerType>(
  graph: Graph,
  spec: OptimizerSpec<T>,
  step: StepNodes
): ParameterUpdate {
  return updates[spec.type](spec, graph, step)
}

type ParameterUpdate = (parameter: ParameterNodes) => NodeOutput

const variableType = { dtype: attribute.type('float32') }

const updates: OptimizerTable<ParameterUpdate, [graph: Graph, step: StepNodes]> = {
  sgd(spec, graph, { learningRate, waits }) {
    const momentum = graph.float(spec.momentum)
    return (parameter) =>
      graph.node(
        'ResourceApplyMomentum',
        [
          parameter.variable,
          ...parameter.state,
          learningRate,
          decayed(graph, spec, parameter),
          momentum,
          ...waits
        ],
        { ...floatType, use_nesterov: attribute.bool(spec.nesterov) }
      )
  },
  adagrad(spec, graph, { learningRate, waits }) {
    const epsilon = graph.float(spec.epsilon)
    return (parameter) =>
      graph.node(
        'ResourceApplyAdagradV2',
        [
          parameter.variable,
          ...parameter.state,
          learningRate,
          epsilon,
          decayed(graph, spec, parameter),
          ...waits
        ],
        { ...floatType, update_slots: attribute.bool(true) }
      )
  },
  rmsprop(spec, graph, { learningRate, begun, waits }) {
    // TensorFlow's own operation has epsilon under the root.
    const alpha = graph.float(spec.alpha)
    const rest = graph.float(1 - spec.alpha)
    const epsilon = graph.float(spec.epsilon)
    return (parameter) => {
      const moving = required(parameter.state[0], 'what the optimizer keeps')
      const kept = graph.node('ReadVariableOp', [moving, begun], variableType)
      const direction = decayed(graph, spec, parameter)
      const square = compute(graph, 'Mul', compute(graph, 'Square', direction), rest)
      const average = compute(graph, 'AddV2', compute(graph, 'Mul', kept, alpha), square)
      const divisor = compute(graph, 'AddV2', compute(graph, 'Sqrt', average), epsilon)
      const move = compute(graph, 'RealDiv', compute(graph, 'Mul', direction, learningRate), divisor)
      const averaged = graph.node('AssignVariableOp', [moving, average, ...waits], variableType)
      return graph.node(
        'AssignSubVariableOp',
        [parameter.variable, move, ...waits, ...after(averaged)],
        variableType
      )
    }
  },
  adam: (spec, graph, step) =>
    adamUpdate(graph, spec, step, (parameter) => ({
      direction: decayed(graph, spec, parameter),
      waits: step.waits
    })),
  adamw(spec, graph, step) {
    const decay = compute(graph, 'Mul', step.learningRate, graph.float(spec.weightDecay))
    return adamUpdate(graph, spec, step, ({ variable, value, gradient }) => {
      const shrunk = graph.node(
        'AssignSubVariableOp',
        [variable, compute(graph, 'Mul', value, decay), ...step.waits],
        variableType
      )
      return { direction: gradient, waits: after(shrunk) }
    })
  },
  muon(spec, graph, { learningRate, begun, waits }) {
    const keep = graph.float(spec.momentum)
    const take = graph.float(1 - spec.momentum)
    const decay = compute(graph, 'Mul', learningRate, graph.float(spec.weightDecay))
    return ({ variable, state, value, gradient, shape }) => {
      const moving = required(state[0], 'what the optimizer keeps')
      const kept = graph.node('ReadVariableOp', [moving, begun], variableType)
      const taken = compute(graph, 'Mul', gradient, take)
      const velocity = compute(graph, 'AddV2', compute(graph, 'Mul', kept, keep), taken)
      const direction = spec.nesterov
        ? compute(graph, 'AddV2', compute(graph, 'Mul', velocity, keep), taken)
        : velocity
      const move = compute(graph, 'Mul', wholeDirection(graph, direction, shape), learningRate)
      const change =
        spec.weightDecay === 0 ? move : compute(graph, 'AddV2', move, compute(graph, 'Mul', value, decay))
      const stored = graph.node('AssignVariableOp', [moving, velocity, ...waits], variableType)
      return graph.node('AssignSubVariableOp', [variable, change, ...waits, ...after(stored)], variableType)
    }
  }
}

/** Where along a parameter moves as a whole, if it is a matrix. */
function wholeDirection(graph: Graph, direction: NodeOutput, parameter: ParameterShape): NodeOutput {
  const sides = matrixSides(parameter)
  if (sides === undefined) return direction
  const scale = graph.float(muonScale(sides))
  const scaled = compute(graph, 'Mul', orthogonalise(graph, direction, sides), scale)
  return reshape(graph, scaled, graph.integers(parameter.shape))
}

/** d = g + weightDecay * w */
function decayed(
  graph: Graph,
  { weightDecay }: OptimizerSpec,
  { gradient, value }: ParameterNodes
): NodeOutput {
  if (weightDecay === 0) return gradient
  return compute(graph, 'AddV2', gradient, compute(graph, 'Mul', value, graph.float(weightDecay)))
}

function adamUpdate(
  graph: Graph,
  spec: OptimizerSpec<'adam' | 'adamw'>,
  { learningRate, correction }: StepNodes,
  prepare: (parameter: ParameterNodes) => {
    readonly direction: NodeOutput
    readonly waits: readonly ControlInput[]
  }
): ParameterUpdate {
  const corrected = (at: number): NodeOutput => {
    const slice = graph.node('Slice', [correction, graph.integers([at]), graph.integers([1])], {
      ...floatType,
      Index: attribute.type('int32')
    })
    return reshape(graph, slice, graph.integers([]))
  }
  const rate = compute(graph, 'Mul', learningRate, corrected(0))
  const epsilon = corrected(1)
  // With 0 as the powers of beta TensorFlow corrects nothing: rate and epsilon are corrected already.
  const zero = graph.float(0)
  const betas = [graph.float(spec.beta1), graph.float(spec.beta2)]
  return (parameter) => {
    const { direction, waits } = prepare(parameter)
    return graph.node(
      'ResourceApplyAdam',
      [parameter.variable, ...parameter.state, zero, zero, rate, ...betas, epsilon, direction, ...waits],
      { ...floatType, use_nesterov: attribute.bool(false) }
    )
  }
}
