import { LabError } from '../../../core/base/lab-error'
import type { CompileRequest } from '../../../core/engine/engine'
import { formatCount } from '../../../core/format/format-number'
import { inferShapes } from '../../../core/model/infer-shapes'
import { pixelTransforms } from '../../../core/model/pixel-range'
import { movesMatrices, optimizerStateNames } from '../../../core/optimizers/optimizer-kinds'
import { align, Arena, cacheLine } from './arena'
import { maxParts } from './batch-parts'
import { hyperparameterBytes } from './hyperparameters'
import { ImagePlanner } from './image-planner'
import { learningRanges } from './learning-ranges'
import { placeMatrices } from './place-matrices'
import { Places } from './places'
import type { ControlBlock, Rows, WasmPlan } from './plan'
import { RowPlanner } from './row-planner'
import { shareBuffers } from './share-buffers'
import { squaredChunks } from './squared-chunks'
import { WasmGraph } from './wasm-graph'

/** Images that dense layers take together, so that each weight is loaded once for all of them. */
const blockImages = 6
/** Rows this far apart, or a multiple of it, share so few sets of a cache that a batch of them would not stay there. */
const crowdedBytes = 512
const largestMemory = 3 * 2 ** 30

/** What a plan depends on besides the number of threads. */
type PlanRequest = Pick<
  CompileRequest,
  'model' | 'optimizer' | 'batchSize' | 'classWeights' | 'clipNorm' | 'seed'
>

/**
 * Places every buffer of a network once.
 * @throws LabError 'invalid-input' for a network that cannot be trained, or not in the memory of a WebAssembly module
 */
export function planWasm(
  { model, optimizer, batchSize, classWeights, clipNorm = 0, seed }: PlanRequest,
  threads: number
): WasmPlan {
  const graph = new WasmGraph(inferShapes(model))
  const control = new Arena(cacheLine)
  const controlBlock = placeControl(control, threads)
  const begin = align(control.bytes, 1024)
  const kept = optimizerStateNames(optimizer).length
  const clips = clipNorm > 0
  const together = movesMatrices(optimizer)
  // Gradients that wait to be clipped lie where the directions of matrices will: each takes the place of its own.
  const arrays = clips || together ? kept + 1 : kept
  const draftPlaces = new Places(graph, begin, arrays)
  const draft = new ImagePlanner(graph, draftPlaces, model.inputShape, batchSize, seed)
  const begun = [draft.planes, draft.input.value]
  const shared = shareBuffers(draftPlaces.buffers, draft.stages, draft.planes, begun)
  const places = new Places(graph, begin, arrays, shared)
  const images = new ImagePlanner(graph, places, model.inputShape, batchSize, seed)
  // Where images wait for one another, what they need is kept for all of the batch.
  const waits = graph.shapes.some((_, at) => graph.waits(at))
  const features = placeFeatures(places, images.featureBytes, batchSize, waits)
  const featureRows = new Map(
    [...images.features].map(([at, { offset, length }]): [number, Rows] => [
      at,
      {
        length,
        stride: features.stride,
        value: features.value + offset,
        gradient:
          features.gradient.region === 'batch'
            ? { region: 'batch', address: features.gradient.address + offset }
            : { region: 'block', offset }
      }
    ])
  )
  const rows = new RowPlanner(graph, places, featureRows, batchSize, seed)
  const imageBytes = align(places.imageBytes, cacheLine)
  const imageOffset = align(places.threadBytes, cacheLine)
  const featureGradientOffset = imageOffset + (waits ? 0 : imageBytes * blockImages)
  const losses = places.batch(batchSize * 4)
  const weightTable = classWeights && places.batch(rows.logits.length * 16)
  const { weightBytes } = places
  const clipping = clips
    ? {
        norm: clipNorm,
        held: (kept + 1) * weightBytes,
        squares: places.batch(squaredChunks(learningRanges([...images.stages, ...rows.stages])).count * 16)
      }
    : undefined
  const batchImages = waits ? places.batch(batchSize * imageBytes) : undefined
  const partBytes = align(places.gradientBytes, cacheLine)
  const address = align(places.batchEnd, 4096)
  const behindParts = align(address + partBytes * maxParts, 4096)
  const { matrices, end: scratch } = together
    ? placeMatrices([...images.stages, ...rows.stages], behindParts)
    : { matrices: undefined, end: behindParts }
  const threadBytes = align(featureGradientOffset + features.stride * blockImages, 4096) + cacheLine
  const bytes = scratch + threadBytes * threads + cacheLine
  if (bytes > largestMemory) {
    throw new LabError(
      'invalid-input',
      `The network needs ${formatCount(bytes / 2 ** 20)} MB at batch size ${batchSize}, more than the engine can address.`,
      'Choose a smaller batch size or a smaller network.'
    )
  }
  return {
    layers: model.layers.map(({ name }) => name),
    inputShape: model.inputShape,
    pixels: pixelTransforms(model),
    classes: rows.logits.length,
    batchSize,
    threads,
    blockImages,
    input: images.input,
    planes: images.planes,
    imageStages: images.stages,
    features,
    rowStages: rows.stages,
    logits: rows.logits,
    weightBytes,
    frozenBytes: places.frozenBytes,
    classWeights: weightTable,
    clipping,
    control: controlBlock,
    losses,
    parts: { address, bytes: partBytes },
    matrices,
    scratch: { address: scratch, threadBytes, imageOffset, featureGradientOffset },
    imageBytes,
    batchImages,
    bytes
  }
}

function placeControl(control: Arena, threads: number): ControlBlock {
  return {
    phase: control.allocate(4),
    done: control.allocate(4),
    sleepers: control.allocate(4),
    claimed: control.allocate(4 * threads),
    command: control.allocate(36),
    hyperparameters: control.allocate(hyperparameterBytes)
  }
}

/** @param waits whether the gradients of all images are kept until the last of them is there */
function placeFeatures(
  places: Places,
  packed: number,
  batchSize: number,
  waits: boolean
): WasmPlan['features'] {
  const stride = packed % crowdedBytes === 0 ? packed + cacheLine : packed
  const bytes = batchSize * stride + 16
  const value = places.batch(bytes)
  return {
    stride,
    value,
    gradient: waits ? { region: 'batch', address: places.batch(bytes) } : { region: 'block', offset: 0 }
  }
}
