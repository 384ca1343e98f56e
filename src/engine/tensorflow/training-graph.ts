// Over 300 lines: one graph whose loop, variables and steps refer to one another's nodes.
import type { CompileRequest } from '../../core/engine/engine'
import { classCount, inferShapes, parameterShapes, trainableShapes } from '../../core/model/infer-shapes'
import { volume } from '../../core/layers/shape'
import { kindOf } from '../../core/layers/layer-kinds'
import type { ModelSpec } from '../../core/model/model-spec'
import { type OptimizerSpec, optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { commonTransform, type PixelTransform, pixelTransforms } from '../../core/model/pixel-range'
import { required } from '../../core/base/required'
import { attribute, type DataType } from './graph/attribute'
import { after, type ControlInput, Graph, type NodeOutput } from './graph/graph'
import { type LoopBody, type LoopValue, whileLoop } from './graph/while-loop'
import { compute, floatType } from './layers/layer'
import { network } from './layers/network'
import { clipped } from './clipped'
import { crossEntropy, weightedCrossEntropy } from './cross-entropy'
import { makeUpdate } from './optimizer'

/** A variable in the session: fed to `input` and set by running `assign`; `read` gives it back. */
export interface VariableNodes {
  readonly input: NodeOutput
  readonly assign: NodeOutput
  readonly read: NodeOutput
}

/** Where to feed a training graph and what to ask of it. */
export interface TrainingGraph {
  readonly graph: Graph
  readonly parameters: readonly VariableNodes[]
  /** One list for each of `optimizerStateNames`, in the order of `trainableShapes`. */
  readonly state: readonly (readonly VariableNodes[])[]
  readonly data: {
    /** u8[N, channels, height, width] */
    readonly images: NodeOutput
    /** u8[N] */
    readonly labels: NodeOutput
    readonly assign: NodeOutput
  }
  readonly train: {
    /** int32[count]: rows of the data, in the order of training. */
    readonly rows: NodeOutput
    /** int32[] */
    readonly batchSize: NodeOutput
    /** int32[steps, layers that draw, 2]: `layerKey` of each step and layer. */
    readonly layerKeys: NodeOutput
    /** f32[steps]: the learning rate of each step. */
    readonly rates: NodeOutput
    /** f32[steps, 2]: `stepCorrection` of each step. */
    readonly corrections: NodeOutput
    /** f32[steps = ceil(count / batchSize)]: each step's mean loss; there once all steps are done. */
    readonly losses: NodeOutput
    /** f32[]: the sum of all weights after the last step; finite exactly if all of them are. */
    readonly weightSum: NodeOutput
  }
  readonly predict: {
    /** u8[N, channels, height, width] */
    readonly images: NodeOutput
    /** f32[N, classes] */
    readonly logits: NodeOutput
  }
}

/** What of a request decides the loss and its gradients, besides the network. */
type TrainingObjective = Pick<CompileRequest, 'labelSmoothing' | 'classWeights' | 'clipNorm'>

const ints = { T: attribute.type('int32') }
const variableType = { dtype: attribute.type('float32') }

/**
 * Writes a network's whole training as one TensorFlow graph for batches of any size. Weights, optimizer state, learning
 * rate and data are variables of the session, on its device; `train` loops over as many steps as the rows fed make.
 */
export function trainingGraph(
  model: ModelSpec,
  optimizer: OptimizerSpec,
  objective: TrainingObjective = {}
): TrainingGraph {
  const graph = new Graph()
  const shapes = parameterShapes(model).map(({ shape }) => shape)
  const parameters = shapes.map((shape, i) => floatVariable(graph, `parameter_${i}`, shape))
  const trainable = trainableShapes(model)
  const state = optimizerStateNames(optimizer).map((name) =>
    trainable.map(({ shape }, i) => floatVariable(graph, `${name}_${i}`, shape))
  )
  const data = dataVariables(graph, model)
  return {
    graph,
    parameters,
    state,
    data,
    train: trainNodes(graph, model, optimizer, objective, { parameters, state, data }),
    predict: predictNodes(graph, model, parameters)
  }
}

type HandledVariable = VariableNodes & { readonly handle: NodeOutput }

function floatVariable(graph: Graph, name: string, shape: readonly number[]): HandledVariable {
  const handle = graph.variable(name, 'float32', shape)
  const input = graph.placeholder(`${name}/input`, 'float32', shape)
  // The variable must not live in memory that belongs to JavaScript.
  const copy = graph.node('DeepCopy', [input], floatType)
  const assigned = graph.node('AssignVariableOp', [handle, copy], variableType)
  const read = graph.node('ReadVariableOp', [handle], variableType)
  return { handle, input, assign: doneAfter(graph, assigned), read }
}

/** An operation without outputs cannot be asked for; a constant that waits for it can. */
function doneAfter(graph: Graph, ...operations: readonly NodeOutput[]): NodeOutput {
  return graph.node('Const', after(...operations), {
    dtype: attribute.type('float32'),
    value: attribute.floats([], Float32Array.of(0))
  })
}

interface DataVariables {
  readonly images: NodeOutput
  readonly labels: NodeOutput
  readonly assign: NodeOutput
  /** Handle of u8[N, height, width, channels]. */
  readonly imagesHandle: NodeOutput
  /** Handle of f32[N]: exact, and every device has the operations for it. */
  readonly labelsHandle: NodeOutput
}

function dataVariables(graph: Graph, model: ModelSpec): DataVariables {
  const dtype = attribute.type('uint8')
  const labelType = attribute.type('float32')
  const images = planarImages(graph, 'data/images', model)
  const labels = graph.placeholder('data/labels', 'float32', [-1])
  const imagesHandle = graph.variable('images', 'uint8', [-1, ...model.inputShape])
  const labelsHandle = graph.variable('labels', 'float32', [-1])
  return {
    images,
    labels,
    imagesHandle,
    labelsHandle,
    assign: doneAfter(
      graph,
      graph.node('AssignVariableOp', [imagesHandle, channelsLast(graph, images)], { dtype }),
      graph.node('AssignVariableOp', [labelsHandle, graph.node('DeepCopy', [labels], { T: labelType })], {
        dtype: labelType
      })
    )
  }
}

function planarImages(graph: Graph, name: string, { inputShape }: ModelSpec): NodeOutput {
  const [height, width, channels] = inputShape
  return graph.placeholder(name, 'uint8', [-1, channels, height, width])
}

/** u8[N, C, H, W] -> u8[N, H, W, C] */
function channelsLast(graph: Graph, images: NodeOutput): NodeOutput {
  return graph.node('Transpose', [images, graph.integers([0, 2, 3, 1])], {
    T: attribute.type('uint8'),
    Tperm: attribute.type('int32')
  })
}

/** u8[N, H, W, C] -> f32[N, H, W, C] */
function normalise(graph: Graph, images: NodeOutput, model: ModelSpec): NodeOutput {
  const transforms = pixelTransforms(model)
  const common = commonTransform(transforms)
  const channels = (of: (transform: PixelTransform) => number): NodeOutput =>
    common === undefined ? graph.floats(transforms.map(of)) : graph.float(of(common))
  const values = graph.cast(images, 'uint8', 'float32')
  const scaled = compute(
    graph,
    'Mul',
    values,
    channels(({ scale }) => scale)
  )
  return compute(
    graph,
    'AddV2',
    scaled,
    channels(({ offset }) => offset)
  )
}

function predictNodes(
  graph: Graph,
  model: ModelSpec,
  parameters: readonly VariableNodes[]
): TrainingGraph['predict'] {
  const images = planarImages(graph, 'predict/images', model)
  const { logits } = network(
    graph,
    inferShapes(model),
    normalise(graph, channelsLast(graph, images), model),
    parameters.map(({ read }) => read),
    { kind: 'predict' }
  )
  return { images, logits }
}

interface TrainingVariables {
  readonly parameters: readonly HandledVariable[]
  readonly state: readonly (readonly HandledVariable[])[]
  readonly data: DataVariables
}

/** What a step needs and each iteration shares. */
const shared = [
  'rows',
  'batchSize',
  'count',
  'array',
  'images',
  'labels',
  'rates',
  'layerKeys',
  'elements',
  'corrections'
] as const
type Shared = Readonly<Record<(typeof shared)[number], NodeOutput>>

function trainNodes(
  graph: Graph,
  model: ModelSpec,
  optimizer: OptimizerSpec,
  objective: TrainingObjective,
  variables: TrainingVariables
): TrainingGraph['train'] {
  const rows = graph.placeholder('train/rows', 'int32', [-1])
  const batchSize = graph.placeholder('train/batch_size', 'int32', [])
  const keyed = inferShapes(model).filter(({ layer }) => kindOf(layer).draws)
  const layerKeys = graph.placeholder('train/layer_keys', 'int32', [-1, keyed.length, 2])
  const rates = graph.placeholder('train/rates', 'float32', [-1])
  const corrections = graph.placeholder('train/corrections', 'float32', [-1, 2])
  const count = sizeOf(graph, rows, 'int32')
  const [zero, one] = [graph.integers(0), graph.integers(1)]
  // ceil(count / batchSize) = floor((count - 1) / batchSize) + 1
  const before = graph.node('FloorDiv', [graph.node('Sub', [count, one], ints), batchSize], ints)
  const steps = graph.node('AddV2', [before, one], ints)
  const range = (end: NodeOutput): NodeOutput =>
    graph.node('Range', [zero, end, one], { Tidx: attribute.type('int32') })
  const widest = Math.max(0, ...keyed.map(({ input }) => volume(input)))
  const array = graph.node('TensorArrayV3', [steps], {
    dtype: attribute.type('float32'),
    element_shape: attribute.shape([])
  })
  const common: { readonly [K in keyof Shared]: LoopValue } = {
    rows: { type: 'int32', initial: rows },
    batchSize: { type: 'int32', initial: batchSize },
    count: { type: 'int32', initial: count },
    array: { type: 'resource', initial: array },
    images: { type: 'resource', initial: variables.data.imagesHandle },
    labels: { type: 'resource', initial: variables.data.labelsHandle },
    rates: { type: 'float32', initial: rates },
    layerKeys: { type: 'int32', initial: layerKeys },
    elements: {
      type: 'int32',
      initial: range(graph.node('Mul', [batchSize, graph.integers(widest)], ints))
    },
    corrections: { type: 'float32', initial: corrections }
  }
  const handles = [...variables.parameters, ...variables.state.flat()]
  const [flow] = whileLoop(graph, {
    frame: 'train/steps',
    count: steps,
    values: [{ type: 'float32', initial: `${array}:1` }],
    invariants: [
      ...shared.map((name) => common[name]),
      ...handles.map(({ handle }): LoopValue => ({ type: 'resource', initial: handle }))
    ],
    body: (body) => trainStep(graph, model, optimizer, objective, body)
  })
  const losses = graph.node(
    'TensorArrayGatherV3',
    [array, range(steps), required(flow, 'the flow of losses')],
    {
      dtype: attribute.type('float32'),
      element_shape: attribute.shape([])
    }
  )
  const weightSum = sumOfWeights(graph, model, variables.parameters, required(flow, 'the flow of losses'))
  return { rows, batchSize, layerKeys, rates, corrections, losses, weightSum }
}

/** Some kernels turn NaN into 0 on its way through ReLU and max pooling, so that losses do not always show it. */
function sumOfWeights(
  graph: Graph,
  model: ModelSpec,
  parameters: readonly HandledVariable[],
  flow: NodeOutput
): NodeOutput {
  const sums = parameterShapes(model).map(({ shape }, i) => {
    const handle = required(parameters[i], 'a variable for each parameter').handle
    const value = graph.node('ReadVariableOp', [handle, ...after(flow)], variableType)
    return graph.node('Sum', [value, graph.integers([...shape.keys()])], {
      ...floatType,
      Tidx: attribute.type('int32'),
      keep_dims: attribute.bool(false)
    })
  })
  if (sums.length === 0) return graph.float(0)
  return graph.node('AddN', sums, { ...floatType, N: attribute.int(sums.length) })
}

/** One step of the loop: gather a batch, forward, backward, update. */
function trainStep(
  graph: Graph,
  model: ModelSpec,
  optimizer: OptimizerSpec,
  { labelSmoothing = 0, classWeights, clipNorm = 0 }: TrainingObjective,
  { iteration, values, invariants, begun }: LoopBody
): { values: NodeOutput[]; done: ControlInput[] } {
  const common = sharedNodes(invariants)
  const flow = required(values[0], 'the flow of losses')
  const handles = invariants.slice(shared.length)
  const shapes = parameterShapes(model)
  const parameters = shapes.map((shape, i) => {
    const variable = required(handles[i], 'a handle for each parameter')
    return {
      variable,
      shape,
      value: graph.node('ReadVariableOp', [variable, begun], variableType)
    }
  })
  const trainable = parameters.filter(({ shape }) => shape.trainable)
  const kept = handles.slice(shapes.length)

  const rows = batchRows(graph, iteration, common)
  const net = network(
    graph,
    inferShapes(model),
    normalise(graph, gather(graph, common.images, 'uint8', rows, begun), model),
    parameters.map(({ value }) => value),
    {
      kind: 'train',
      layerKeys: ofIteration(graph, common.layerKeys, iteration, 'int32'),
      elements: common.elements
    }
  )
  const labels = graph.cast(gather(graph, common.labels, 'float32', rows, begun), 'float32', 'int32')
  const { loss, scoresGradient } =
    classWeights === undefined
      ? crossEntropy(graph, net.logits, labels, classCount(model), labelSmoothing)
      : weightedCrossEntropy(graph, net.logits, labels, classWeights, labelSmoothing)
  const found = net.backward(scoresGradient)
  const gradients = clipNorm === 0 ? found : clipped(graph, found, clipNorm)

  const waits = after(...gradients, ...net.moved)
  const update = makeUpdate(graph, optimizer, {
    learningRate: ofIteration(graph, common.rates, iteration, 'float32'),
    correction: ofIteration(graph, common.corrections, iteration, 'float32'),
    begun,
    waits
  })
  const updates = trainable.map(({ variable, value, shape }, i) =>
    update({
      variable,
      value,
      state: kept.filter((_, k) => k % trainable.length === i),
      gradient: required(gradients[i], 'a gradient for each parameter'),
      shape
    })
  )
  const averaged = parameters
    .filter(({ shape }) => shape.averaged)
    .map(({ variable }, i) =>
      graph.node(
        'AssignVariableOp',
        [variable, required(net.moved[i], 'a new value for each moving average'), ...waits],
        variableType
      )
    )
  const written = graph.node('TensorArrayWriteV3', [common.array, iteration, loss, flow], floatType)
  return { values: [written], done: after(...updates, ...averaged) }
}

function sharedNodes(invariants: readonly NodeOutput[]): Shared {
  const node = (name: (typeof shared)[number]): NodeOutput => required(invariants[shared.indexOf(name)], name)
  return {
    rows: node('rows'),
    batchSize: node('batchSize'),
    count: node('count'),
    array: node('array'),
    images: node('images'),
    labels: node('labels'),
    rates: node('rates'),
    layerKeys: node('layerKeys'),
    elements: node('elements'),
    corrections: node('corrections')
  }
}

/** int32[] */
function sizeOf(graph: Graph, values: NodeOutput, type: DataType): NodeOutput {
  return graph.node('Size', [values], { T: attribute.type(type), out_type: attribute.type('int32') })
}

/** int32[n]: the rows of this iteration's batch, fewer than `batchSize` at the end. */
function batchRows(graph: Graph, iteration: NodeOutput, { rows, batchSize, count }: Shared): NodeOutput {
  const first = graph.node('Mul', [iteration, batchSize], ints)
  const size = graph.node('Minimum', [batchSize, graph.node('Sub', [count, first], ints)], ints)
  const vector = (value: NodeOutput): NodeOutput =>
    graph.node('Reshape', [value, graph.integers([1])], { ...ints, Tshape: attribute.type('int32') })
  return graph.node('Slice', [rows, vector(first), vector(size)], { ...ints, Index: attribute.type('int32') })
}

/** Rows of a variable's first dimension. */
function gather(
  graph: Graph,
  handle: NodeOutput,
  type: DataType,
  rows: NodeOutput,
  begun: ControlInput
): NodeOutput {
  return graph.node('ResourceGather', [handle, rows, begun], {
    dtype: attribute.type(type),
    Tindices: attribute.type('int32'),
    batch_dims: attribute.int(0),
    validate_indices: attribute.bool(true)
  })
}

/** [steps, ...] -> [...]: what belongs to this iteration. */
function ofIteration(graph: Graph, values: NodeOutput, iteration: NodeOutput, type: DataType): NodeOutput {
  return graph.node('GatherV2', [values, iteration, graph.integers(0)], {
    Tparams: attribute.type(type),
    Tindices: attribute.type('int32'),
    Taxis: attribute.type('int32'),
    batch_dims: attribute.int(0)
  })
}
