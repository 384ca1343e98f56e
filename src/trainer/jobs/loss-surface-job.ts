import { runRows } from '../../core/training/batch-order'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import type { BatchSlot, Program } from '../../core/engine/engine'
import { filterNormalisedDirection } from '../../core/surface/filter-normalised-direction'
import { countParameters } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import { gather } from '../../core/training/loader'
import { principalDirections } from '../../core/surface/principal-directions'
import type { ImageSet } from '../../core/data/image-set'
import { required } from '../../core/base/required'
import { Random } from '../../core/maths/random'
import type { RunConfig } from '../../core/settings/run-config'
import { startWeights } from '../../core/training/start-weights'
import { crossEntropy } from '../../core/maths/softmax'
import { difference, dot, fromVector, type Plane, project, toVector } from '../../core/surface/weight-space'
import { untrainedState, type Weights } from '../../core/model/weights'
import { chooseEngine } from '../../engine'
import { readCheckpoint } from '../../lab/checkpoint/read-checkpoint'
import type { LossSurface } from '../../lab/contract/loss-surface'
import { loadDataset } from '../../lab/dataset/files/load-dataset'
import { runPaths } from '../../lab/runs/run-folder'
import type { LossSurfaceJobRequest } from '../../lab/training/trainer-protocol'
import { monotonicMs } from '../loading/monotonic-ms'
import { sampleEvenly } from './sample-evenly'
import { letMessagesIn, type TrainingControl } from './training-control'

/** Images a forward pass. */
const evaluationBatch = 100
/** Points of the path at most, and values of weights that are held at once for them. */
const maxPoints = 50
const maxValues = 2 ** 26
/** Progress is told at most this often. */
const progressMs = 100
/** Room around a path in its own plane. */
const margin = 1.25

interface PathPoint {
  readonly step: number
  readonly weights: Weights
}

/**
 * The training loss on a plane through a run's latest weights; what it consists of is said in contract/loss-surface.
 * @throws LabError 'cancelled', 'invalid-input' when there is no plane, and what reading and compiling throw
 */
export async function computeLossSurface(
  job: LossSurfaceJobRequest,
  control: TrainingControl,
  onProgress: (done: number, total: number) => void
): Promise<LossSurface> {
  const { directions, size } = job
  const dataset = await loadDataset(job.dataset.folder, job.dataset.manifest)
  const { config, points, last } = await readPath(job, dataset.train)
  const rows = sampleEvenly(runRows(config, dataset.train.count).train, job.images)
  const differences = points.map(({ weights }) => difference(config.model, weights, last.weights))
  const { plane, shares } = choosePlane(job, config, last.weights, differences.slice(0, -1))
  const path = differences.map((vector) => project(plane, vector))
  const x = axis(size, directions === 'random' ? 1 : reach(path.map((point) => point.x)))
  const y = axis(size, directions === 'random' ? 1 : reach(path.map((point) => point.y)))

  const { engine } = await chooseEngine('auto', config)
  const program = await engine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: evaluationBatch,
    threads: 1,
    seed: config.seed,
    state: untrainedState(last.weights)
  })
  try {
    const slots: { readonly slot: BatchSlot; readonly count: number }[] = []
    for (let first = 0; first < rows.length; first += evaluationBatch) {
      const batch = rows.subarray(first, first + evaluationBatch)
      const slot = program.createSlot(batch.length)
      gather(dataset.train, batch, slot)
      slots.push({ slot, count: batch.length })
    }
    const total = size * size + points.length
    let done = 0
    let told = -Infinity
    const lossOf = async (weights: Weights): Promise<number | null> => {
      await program.writeState(untrainedState(weights))
      const loss = await meanLoss(program, slots, dataset.info.classes.length, () => unlessCancelled(control))
      done += 1
      if (done === total || monotonicMs() - told > progressMs) {
        told = monotonicMs()
        onProgress(done, total)
      }
      return Number.isFinite(loss) ? loss : null
    }

    const pathPoints: LossSurface['path'] = []
    for (const [i, { step, weights }] of points.entries()) {
      const { x, y } = required(path[i], 'a place on the plane for each point of the path')
      pathPoints.push({ step, x, y, loss: await lossOf(weights) })
    }
    const centre = toVector(last.weights)
    const loss: (number | null)[][] = []
    for (const up of y) {
      const row: (number | null)[] = []
      for (const right of x) {
        row.push(await lossOf(fromVector(moved(centre, plane, right, up), last.weights)))
      }
      loss.push(row)
    }
    return {
      directions,
      step: last.step,
      images: rows.length,
      x,
      y,
      loss,
      path: pathPoints,
      ...(points.length === 1 ? {} : { explained: { plane: planeShare(path, differences), ...shares } })
    }
  } finally {
    await program.dispose()
  }
}

/** The run's way as far as there is room for it, its last point included. */
async function readPath(
  job: LossSurfaceJobRequest,
  train: ImageSet
): Promise<{ config: RunConfig; points: PathPoint[]; last: PathPoint }> {
  const read = async (step: number): Promise<PathPoint & { config: RunConfig }> => {
    const { config, state } = await readCheckpoint(runPaths.checkpoint(job.runFolder, step))
    return { step, weights: state.weights, config: configWithPixels(config, job.pixels) }
  }
  const { config, ...last } = await read(required(job.steps.at(-1), 'a checkpoint of the run'))
  const room = Math.max(3, Math.min(maxPoints, Math.floor(maxValues / countParameters(config.model))))
  const earlier = sampleEvenly(Uint32Array.from(job.steps.slice(0, -1)), room - 1)
  const points: PathPoint[] = []
  if (job.fromInitialWeights && !job.steps.includes(0)) {
    points.push({ step: 0, weights: startWeights(config, train) })
  }
  for (const step of earlier) {
    const { weights } = await read(step)
    points.push({ step, weights })
  }
  points.push(last)
  return { config, points, last }
}

function choosePlane(
  { directions }: LossSurfaceJobRequest,
  { model, seed }: RunConfig,
  centre: Weights,
  differences: readonly Float32Array[]
): { readonly plane: Plane; readonly shares: { directions?: [number, number] } } {
  if (directions === 'principal') {
    const plane = principalDirections(differences)
    return { plane, shares: { directions: [...plane.shares] } }
  }
  const random = Random.seeded(seed, surfaceStream)
  const first = filterNormalisedDirection(model, centre, random)
  return { plane: { first, second: filterNormalisedDirection(model, centre, random) }, shares: {} }
}

/** A random stream far from those that a run draws from. */
const surfaceStream = 2 ** 31

/** From -reach to reach, with 0 in the middle. */
function axis(size: number, reach: number): number[] {
  const middle = (size - 1) / 2
  return Array.from({ length: size }, (_, i) => (reach * (i - middle)) / middle)
}

function reach(coordinates: readonly number[]): number {
  return margin * coordinates.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function moved(centre: Float32Array, { first, second }: Plane, x: number, y: number): Float32Array {
  return centre.map(
    (value, i) =>
      value + x * required(first[i], 'the first direction') + y * required(second[i], 'the second direction')
  )
}

function planeShare(
  path: readonly { readonly squaredLength: number }[],
  differences: readonly Float32Array[]
): number {
  const whole = differences.reduce((sum, vector) => sum + dot(vector, vector), 0)
  return whole === 0 ? 0 : path.reduce((sum, point) => sum + point.squaredLength, 0) / whole
}

async function meanLoss(
  program: Program,
  slots: readonly { readonly slot: BatchSlot; readonly count: number }[],
  classes: number,
  pause: () => Promise<void>
): Promise<number> {
  const logits = new Float32Array(evaluationBatch * classes)
  let sum = 0
  let images = 0
  for (const { slot, count } of slots) {
    await pause()
    await program.predict(slot, count, logits)
    slot.labels.subarray(0, count).forEach((label, i) => {
      sum += crossEntropy(logits.subarray(i * classes, (i + 1) * classes), label)
    })
    images += count
  }
  return sum / images
}

async function unlessCancelled(control: TrainingControl): Promise<void> {
  await letMessagesIn()
  if (!control.stopped) return
  throw new LabError(
    'cancelled',
    'The computation of the loss surface was cancelled.',
    'You can start it again at any time.'
  )
}
