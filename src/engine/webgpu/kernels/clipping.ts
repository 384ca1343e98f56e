import { clipEpsilon } from '../../../core/maths/clip-factor'
import { learningRanges } from '../plan/learning-ranges'
import { type Clipping, squaredFloats, type WebgpuPlan } from '../plan/plan'
import { type PlannedMatrix, plannedMatrix } from '../plan/planned-matrix'
import { region } from '../plan/region'
import { type Job, wgslFloat } from './job'

/** `fn optimize(i: u32, gradient: f32)` where gradients are clipped: it keeps them until their norm is known. */
export function holdingCode({ held }: Clipping): string {
  return `
fn optimize(i: u32, gradient: f32) { memory[i + ${held}u] = gradient; }
`
}

/**
 * What follows the gradients of a step where these are clipped: the squares of a workgroup's share are added up, then all
 * of these, then the weights move. Each sum has the same order in every run. See core/maths/clip-factor.
 */
export function clippingJobs({ operations, clipping }: WebgpuPlan, threads: number): Job[] {
  if (clipping === undefined) return []
  const ranges = learningRanges(operations)
  const matrices = operations.flatMap((operation) => plannedMatrix(operation) ?? [])
  const parameters = ranges.map(({ name }) => region.parameters(name))
  const { held, squares, factor, norm } = clipping
  const shared = cut(ranges, squaredFloats)
  const moved = cut(ranges, threads)
  return [
    {
      name: 'gradientSquares',
      code: `
fn gradientSquares(tile: u32, thread: u32) {
  ${shared.code}
  var sum = 0.0;
  for (var i = begin + thread; i < end; i += ${threads}u) {
    let gradient = memory[i + ${held}u];
    sum = fma(gradient, gradient, sum);
  }
  let total = workgroupSum(sum, thread);
  if (thread == 0u) { memory[${squares}u + tile] = total; }
}`,
      tiles: shared.tiles,
      threads,
      scratch: threads,
      reads: parameters,
      writes: [region.squares]
    },
    {
      name: 'clipFactor',
      code: `
fn clipFactor(tile: u32, thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < ${shared.tiles}u; i += ${threads}u) { sum += memory[${squares}u + i]; }
  let total = workgroupSum(sum, thread);
  let share = ${wgslFloat(norm)} / (sqrt(total) + ${wgslFloat(clipEpsilon)});
  if (thread == 0u) { memory[${factor}u] = select(share, 1.0, share > 1.0); }
}`,
      tiles: 1,
      threads,
      scratch: threads,
      reads: [region.squares],
      writes: [region.clipFactor]
    },
    {
      name: 'moveWeights',
      code: `
fn moveWeights(tile: u32, thread: u32) {
  ${moved.code}
  let i = begin + thread;
  if (i < end) {
    let gradient = memory[${factor}u] * memory[i + ${held}u];
    ${matrices.map(findDirection).join('')}moveWeight(i, gradient);
  }
}`,
      tiles: moved.tiles,
      threads,
      scratch: 0,
      reads: [region.clipFactor],
      writes: [...parameters, ...matrices.map(({ name }) => region.directions(name, 0))]
    }
  ]
}

/** Of a matrix that moves as a whole, weights do not move yet. */
function findDirection({ weights, inputs, outputs, places }: PlannedMatrix): string {
  const [values] = places.values
  return `if (i >= ${weights}u && i < ${weights + inputs * outputs}u) {
      memory[${values}u + i - ${weights}u] = directionOf(i, gradient);
      return;
    }
    `
}

/** Cuts ranges into tiles of up to `size` weights. The code finds `begin` and `end` of a tile. */
function cut(
  ranges: ReturnType<typeof learningRanges>,
  size: number
): { readonly tiles: number; readonly code: string } {
  let tiles = 0
  const branches = ranges.map((range) => {
    const first = tiles
    tiles += Math.ceil(range.count / size)
    return `if (tile < ${tiles}u) {
    begin = ${range.begin}u + (tile - ${first}u) * ${size}u;
    end = min(begin + ${size}u, ${range.begin + range.count}u);
  }`
  })
  return { tiles, code: `var begin = 0u;\n  var end = 0u;\n  ${branches.join(' else ')}` }
}
