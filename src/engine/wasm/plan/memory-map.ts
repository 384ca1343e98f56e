import { required } from '../../../core/base/required'
import type { MemoryRegion } from '../../../core/engine/compiled-plan'
import { parameterShapes } from '../../../core/model/infer-shapes'
import { volume } from '../../../core/layers/shape'
import type { ModelSpec } from '../../../core/model/model-spec'
import { maxParts } from './batch-parts'
import { hyperparameterBytes } from './hyperparameters'
import type { ImageNode, ImageStage, MemoryPlace, RowGradient, RowStage, WasmPlan } from './plan'

/** Where something begins. */
interface Mark {
  readonly name: string
  readonly at: number
  readonly values?: number | undefined
  /** Where it does not reach to the next mark. */
  readonly bytes?: number
}

/**
 * What lies where in a plan's memory, in the order of addresses. A buffer reaches to the next one: arenas hand out one
 * piece behind the other.
 * @param stateNames of what the optimizer keeps for each weight
 */
export function memoryMap(plan: WasmPlan, model: ModelSpec, stateNames: readonly string[]): MemoryRegion[] {
  const { scratch, parts, blockImages, batchImages } = plan
  const weights = parameterMarks(plan, model)
  const weightsBegin = Math.min(plan.features.value, ...weights.map(({ at }) => at))
  const heldBegin = weightsBegin + (1 + stateNames.length) * plan.weightBytes
  const holds = plan.clipping !== undefined || plan.matrices !== undefined
  const frozenBegin = holds ? heldBegin + plan.weightBytes : heldBegin
  const copiesBegin = frozenBegin + plan.frozenBytes
  const learning = weights.filter(({ at }) => at < heldBegin)
  const frozen = weights.filter(({ at }) => at >= frozenBegin)
  const batch = batchMarks(plan)
  const batchBegin = Math.min(...batch.map(({ at }) => at))
  const shifted = (marks: readonly Mark[], by: number): Mark[] =>
    marks.map((mark) => ({ ...mark, at: mark.at + by }))
  const region = (
    kind: MemoryRegion['kind'],
    name: string,
    [begin, end]: readonly [number, number],
    marks: readonly Mark[],
    copies = 1
  ): MemoryRegion => ({
    kind,
    name,
    address: begin,
    bytes: end - begin,
    copies,
    buffers: buffers(marks, begin + (end - begin) / copies)
  })
  const behindParts = parts.address + parts.bytes * maxParts
  const threads = Array.from({ length: plan.threads }, (_, thread) => {
    const begin = scratch.address + thread * scratch.threadBytes
    const images = begin + scratch.imageOffset
    const behind = begin + scratch.featureGradientOffset
    const own = [
      region('thread', 'Working memory', [begin, images], shifted(placeMarks(plan, 'thread'), begin)),
      ...(batchImages === undefined
        ? [
            region(
              'image',
              'Images being computed',
              [images, behind],
              shifted(placeMarks(plan, 'image'), images),
              blockImages
            )
          ]
        : []),
      region(
        'thread',
        'Feature gradients',
        [behind, begin + scratch.threadBytes],
        [{ name: 'features: gradient', at: behind, bytes: plan.features.stride * blockImages }]
      )
    ]
    return own.map((one) => ({ ...one, thread: thread + 1 }))
  })
  /** One value for each weight that learns. */
  const besideWeights = (name: string, i: number): MemoryRegion => {
    const begin = weightsBegin + (i + 1) * plan.weightBytes
    const marks = learning.map((mark) => ({ ...mark, name: `${mark.name}: ${name}` }))
    return region(
      'optimizer',
      `Optimizer: ${name}`,
      [begin, begin + plan.weightBytes],
      shifted(marks, begin - weightsBegin)
    )
  }
  const regions = [
    region('control', 'Control data', [0, weightsBegin], controlMarks(plan)),
    region('weights', 'Weights', [weightsBegin, weightsBegin + plan.weightBytes], learning),
    ...stateNames.map(besideWeights),
    ...(plan.clipping === undefined && plan.matrices !== undefined
      ? [besideWeights('direction', stateNames.length)]
      : [
          region(
            'gradients',
            'Gradients of the batch',
            [heldBegin, frozenBegin],
            plan.clipping === undefined ? [] : shifted(gradients(learning), plan.clipping.held)
          )
        ]),
    region('weights', 'Frozen weights', [frozenBegin, copiesBegin], frozen),
    region('weights', 'Weights for convolution kernels', [copiesBegin, batchBegin], copyMarks(plan)),
    region('batch', 'Rows of the batch', [batchBegin, batchImages ?? parts.address], batch),
    ...(batchImages === undefined
      ? []
      : [
          region(
            'image',
            'Images of the batch',
            [batchImages, batchImages + plan.batchSize * plan.imageBytes],
            shifted(placeMarks(plan, 'image'), batchImages),
            plan.batchSize
          )
        ]),
    region(
      'gradients',
      'Gradients by part',
      [parts.address, behindParts],
      shifted(gradientMarks(plan), parts.address),
      maxParts
    ),
    region('optimizer', 'Matrices', [behindParts, scratch.address], matrixMarks(plan)),
    ...threads.flat()
  ]
  return regions.filter(({ buffers }) => buffers.length > 0)
}

/** Of weights. */
function gradients(marks: readonly Mark[]): Mark[] {
  return marks.map((mark) => ({ ...mark, name: `${mark.name}: gradient` }))
}

function buffers(marks: readonly Mark[], end: number): MemoryRegion['buffers'] {
  const sorted = [...marks].sort((a, b) => a.at - b.at)
  return sorted.map(({ name, at, values, bytes }, i) => ({
    name,
    address: at,
    bytes: bytes ?? (sorted[i + 1]?.at ?? end) - at,
    ...(values === undefined ? {} : { values })
  }))
}

function controlMarks({ control }: WasmPlan): Mark[] {
  return [
    { name: 'phase under way', at: control.phase },
    { name: 'units done', at: control.done },
    { name: 'threads asleep', at: control.sleepers },
    { name: 'units taken', at: control.claimed },
    { name: 'command', at: control.command },
    { name: 'hyperparameters', at: control.hyperparameters, bytes: hyperparameterBytes }
  ]
}

function parameterMarks(plan: WasmPlan, model: ModelSpec): Mark[] {
  const values = new Map(parameterShapes(model).map(({ name, shape }) => [name, volume(shape)]))
  const marks = stagesOf(plan).flatMap((stage) => {
    switch (stage.kind) {
      case 'convolution': {
        const { kernel, bias } = stage.parameters
        return named(stage.name, { kernel, bias })
      }
      case 'standardise': {
        const { gamma, beta, movingMean, movingVariance } = stage
        return named(stage.name, { gamma, beta, moving_mean: movingMean, moving_variance: movingVariance })
      }
      case 'depthwise':
        return named(stage.name, {
          depthwise_kernel: stage.weights,
          bias: stage.weights + volume(stage.kernelSize) * stage.outputBytes
        })
      case 'dense':
        return named(stage.name, { kernel: stage.kernel, bias: stage.bias })
      case 'activation':
      case 'mask':
      case 'maxPool':
      case 'averagePool':
      case 'add':
      case 'concatenate':
      case 'pad':
      case 'fork':
        return []
    }
  })
  return marks.map((mark) => ({ ...mark, values: values.get(mark.name) }))
}

function copyMarks(plan: WasmPlan): Mark[] {
  return plan.imageStages.flatMap((stage) =>
    stage.kind === 'convolution'
      ? [
          { name: `${stage.name}/kernel`, at: stage.parameters.forwardKernel },
          ...(stage.parameters.backwardKernel === undefined
            ? []
            : [{ name: `${stage.name}/kernel, turned`, at: stage.parameters.backwardKernel }])
        ]
      : []
  )
}

function gradientMarks(plan: WasmPlan): Mark[] {
  return plan.imageStages.flatMap((stage) => {
    if (stage.kind === 'convolution') {
      const { gradients } = stage.parameters
      return gradients === undefined ? [] : named(stage.name, { ...gradients })
    }
    if (stage.kind !== 'depthwise' || stage.weightGradient === undefined) return []
    const bias = stage.weightGradient + volume(stage.kernelSize) * stage.outputBytes
    return named(stage.name, { depthwise_kernel: stage.weightGradient, bias })
  })
}

function matrixMarks({ matrices }: WasmPlan): Mark[] {
  if (matrices === undefined) return []
  return matrices.flatMap(({ stage, values: [before, behind], gram, mix, squares }) =>
    Object.entries({ before, behind, 'row products': gram, 'row mix': mix, squares }).map(([part, at]) => ({
      name: `${stage.name}/kernel: ${part}`,
      at
    }))
  )
}

function batchMarks(plan: WasmPlan): Mark[] {
  const marks = new Map<number, Mark>([
    [plan.features.value, { name: 'features', at: plan.features.value }],
    [plan.losses, { name: 'losses', at: plan.losses, bytes: plan.batchSize * 4 }]
  ])
  const add = (name: string, at: number | undefined): void => {
    if (at !== undefined && !marks.has(at)) marks.set(at, { name, at })
  }
  add('class weights', plan.classWeights)
  add('sums of squared gradients', plan.clipping?.squares)
  const addGradient = (name: string, gradient: RowGradient): void => {
    if (gradient.region === 'batch') add(`${name}: gradient`, gradient.address)
  }
  addGradient('features', plan.features.gradient)
  for (const stage of stagesOf(plan)) {
    if (stage.kind !== 'standardise') continue
    add(`${stage.name}: sums of each image`, stage.statistics)
    add(`${stage.name}: mean`, stage.mean)
    add(`${stage.name}: 1 / deviation`, stage.inverseDeviation)
    add(`${stage.name}: scale`, stage.scale)
    add(`${stage.name}/gamma: gradient`, stage.gradients?.gamma)
    add(`${stage.name}/beta: gradient`, stage.gradients?.beta)
    add(`${stage.name}: slope`, stage.slope)
    add(`${stage.name}: shift`, stage.shift)
  }
  for (const stage of plan.rowStages) {
    const { name, output } = stage
    add(name, output.value)
    addGradient(name, output.gradient)
    if (stage.kind !== 'fork') continue
    for (const { reader, place } of stage.gradients) addGradient(forked(name, reader), place)
  }
  return [...marks.values()]
}

/**
 * Buffers of an image or of a thread, from the beginning of its region. A layer that works in place has none; those that
 * are never in use at the same time may share one.
 */
function placeMarks(plan: WasmPlan, region: MemoryPlace['region']): Mark[] {
  const names = new Map<number, string[]>()
  const add = (name: string, place: MemoryPlace | undefined): void => {
    if (place?.region === region) names.set(place.offset, [...(names.get(place.offset) ?? []), name])
  }
  const addNode = (name: string, node: ImageNode): void => {
    add(name, node.value)
    add(`${name}: gradient`, node.gradient)
  }
  add('image, by channels', plan.planes)
  addNode('image', plan.input)
  for (const stage of plan.imageStages) {
    const { name } = stage
    if (stage.kind === 'convolution') {
      addNode(stage.pool === undefined ? name : `${name}: before pooling`, stage.output)
      add(`${name}: lists of gradients`, stage.lists)
      if (stage.pool === undefined) continue
      addNode(name, stage.pool.node)
      add(`${name}: winners`, stage.pool.winners)
    } else if (stage.kind === 'fork') {
      for (const { reader, place } of stage.gradients) add(`${forked(name, reader)}: gradient`, place)
    } else {
      const inputs = 'inputs' in stage ? stage.inputs : [stage.input]
      if (!inputs.includes(stage.output)) addNode(name, stage.output)
      if (stage.kind === 'maxPool') add(`${name}: winners`, stage.winners)
    }
  }
  return [...names].map(([at, all]) => ({ name: sharedName(all), at }))
}

/** @param names of what shares a place, one after the other */
function sharedName(names: readonly string[]): string {
  const [first, ...others] = names
  return others.length > 1
    ? `${required(first, 'a name')}, then ${others.length} others`
    : names.join(', then ')
}

function stagesOf(plan: WasmPlan): readonly (ImageStage | RowStage)[] {
  return [...plan.imageStages, ...plan.rowStages]
}

function named(layer: string, addresses: Readonly<Record<string, number>>): Mark[] {
  return Object.entries(addresses).map(([part, at]) => ({ name: `${layer}/${part}`, at }))
}

/** Of what a fork keeps for one of its readers. */
function forked(fork: string, reader: string): string {
  return `${fork.split('.', 1).join()}, by ${reader}`
}
