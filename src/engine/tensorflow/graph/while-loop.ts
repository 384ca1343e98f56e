import { required } from '../../../core/base/required'
import { attribute, type DataType } from './attribute'
import { after, type ControlInput, type Graph, type NodeOutput } from './graph'

/** A value that goes from one iteration to the next. */
export interface LoopValue {
  readonly type: DataType
  readonly initial: NodeOutput
}

export interface LoopBody {
  /** int32[], counted from 0. */
  readonly iteration: NodeOutput
  /** The values that this iteration starts with. */
  readonly values: readonly NodeOutput[]
  /** What was handed in from outside, the same in each iteration. */
  readonly invariants: readonly NodeOutput[]
  /** This iteration has begun: all before it is over. */
  readonly begun: ControlInput
}

interface LoopRequest {
  readonly frame: string
  /** int32[]: how many iterations. */
  readonly count: NodeOutput
  readonly values: readonly LoopValue[]
  readonly invariants: readonly LoopValue[]
  /** @returns the values for the next iteration, and what has to run before it begins */
  readonly body: (body: LoopBody) => {
    readonly values: readonly NodeOutput[]
    readonly done: readonly ControlInput[]
  }
}

/**
 * A counting loop in TensorFlow's control-flow nodes (Yu et al., "Dynamic control flow in large-scale machine
 * learning", 2018), so that one call runs any number of steps. An iteration begins only once the one before is over.
 * @returns the values after the last iteration
 */
export function whileLoop(graph: Graph, request: LoopRequest): NodeOutput[] {
  const { frame, values, invariants, body } = request
  const enter = ({ type, initial }: LoopValue, constant: boolean): NodeOutput =>
    graph.node('Enter', [initial], {
      T: attribute.type(type),
      frame_name: attribute.text(frame),
      is_constant: attribute.bool(constant),
      parallel_iterations: attribute.int(1)
    })
  const counter: LoopValue = { type: 'int32', initial: graph.integers(0) }
  const limit = enter({ type: 'int32', initial: request.count }, true)
  const loops = [counter, ...values].map((value, i) => {
    const next = `${frame}/next_${i}`
    const T = attribute.type(value.type)
    return { next, T, merged: graph.node('Merge', [enter(value, false), next], { T, N: attribute.int(2) }) }
  })
  const goesOn = graph.node('LoopCond', [
    graph.node('Less', [required(loops[0], 'a counter').merged, limit], { T: attribute.type('int32') })
  ])
  const switches = loops.map(({ merged, T }) => ({ node: graph.node('Switch', [merged, goesOn], { T }), T }))
  const [iteration, ...started] = switches.map(({ node, T }) => graph.node('Identity', [`${node}:1`], { T }))
  const constants = invariants.map((value) => enter(value, true))
  if (iteration === undefined) throw new Error('a loop without an iteration')
  const begun = required(after(iteration)[0], 'an iteration to wait for')
  graph.within(begun, () => {
    const result = body({ iteration, values: started, invariants: constants, begun })
    const one = graph.integers(1)
    const following = graph.node('AddV2', [iteration, one, ...result.done], { T: attribute.type('int32') })
    loops.forEach(({ next, T }, i) => {
      graph.node(
        'NextIteration',
        [i === 0 ? following : required(result.values[i - 1], 'a new value for each')],
        { T },
        next
      )
    })
  })
  return switches.slice(1).map(({ node, T }) => graph.node('Exit', [node], { T }))
}
