import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import { required } from '../../../core/base/required'
import type { Local, V128 } from '../assembler/expression'
import type { Features, FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { DenseStage, WasmPlan } from '../plan/plan'
import { addOuterProduct } from './outer-product'
import { emitTakeGradient } from './take-gradient'

/** Images that share each loaded weight; a block of images is taken apart into these, the largest first. */
export function imageCounts({ relaxedSimd }: Features): readonly number[] {
  // Without fused multiply-adds the products of six images would need registers that are not there.
  return relaxedSimd ? [6, 4, 2, 1] : [4, 2, 1]
}

const panelBytes = 32

/** (x, y) for `images` rows: y[n, u] = bias[u] + sum over i of x[n, i] * kernel[i, u], eight units at a time. */
export function emitDenseForward(
  module: ModuleBuilder,
  stage: DenseStage,
  images: number
): FunctionReference {
  return module.procedure(`${stage.name}.forward${images}`, ['i32', 'i32'], (f) => {
    const x = f.parameter(0, 'i32')
    const y = f.parameter(1, 'i32')
    const weights = f.int(stage.kernel)
    const bias = f.int(stage.bias)
    const input = f.local('i32')
    const end = f.int(i32.add(x, stage.inputs * 4))
    const sums = Array.from({ length: images }, () => f.locals(2, 'v128', () => v128.zero))
    f.repeat(stage.output.stride / panelBytes, () => {
      f.setInt(input, x)
      for (const halves of sums) {
        halves.forEach((sum, half) => {
          f.set(sum, v128.load(bias, half * 16))
        })
      }
      f.fencedLoop(input, (fence) => {
        const value = (n: number): V128 => v128.loadSplat(input, n * stage.input.stride)
        addOuterProduct(f, fence, sums, value, (half) => v128.load(weights, half * 16))
        f.advance(input, 4)
        f.advance(weights, panelBytes)
        return i32.lt(input, end)
      })
      sums.forEach((halves, n) => {
        halves.forEach((sum, half) => {
          f.store(y, sum, n * stage.output.stride + half * 16)
        })
      })
      f.advance(y, panelBytes)
      f.advance(bias, panelBytes)
    })
  })
}

/** (dy, dx) for `images` rows of `stride` bytes in dx: dx[n, i] = sum over u of kernel[i, u] * dy[n, u]. */
export function emitDenseInputGradient(
  module: ModuleBuilder,
  stage: DenseStage,
  images: number
): FunctionReference {
  const panels = stage.output.stride / panelBytes
  return module.procedure(`${stage.name}.inputGradient${images}`, ['i32', 'i32'], (f) => {
    const dy = f.parameter(0, 'i32')
    const dx = f.parameter(1, 'i32')
    const row = f.int(stage.kernel)
    const weights = f.local('i32')
    const gradient = f.local('i32')
    const end = f.local('i32')
    const rows = (count: number): void => {
      const sums = Array.from({ length: images }, () => f.locals(count, 'v128', () => v128.zero))
      // One half of all panels, then the other: operands of both at once would not fit into registers.
      for (let half = 0; half < 2; half++) {
        f.setInt(weights, i32.add(row, half * 16))
        f.setInt(gradient, i32.add(dy, half * 16))
        f.setInt(end, i32.add(gradient, panels * panelBytes))
        f.fencedLoop(gradient, (fence) => {
          const ofImage = (n: number): V128 => v128.load(gradient, n * stage.output.stride)
          addOuterProduct(f, fence, sums, ofImage, (i) => v128.load(weights, i * panelBytes))
          f.advance(weights, stage.inputs * panelBytes)
          f.advance(gradient, panelBytes)
          return i32.lt(gradient, end)
        })
      }
      sums.forEach((ofImage, n) => {
        storeSums(f, ofImage, dx, n * stage.input.stride)
      })
      f.advance(row, count * panelBytes)
      f.advance(dx, count * 4)
    }
    const pairs = Math.floor(stage.inputs / 2)
    f.repeat(pairs, () => {
      rows(2)
    })
    if (stage.inputs % 2 === 1) rows(1)
  })
}

/** Adds the lanes of each sum, in the same order whether there is one sum or two, and stores the totals side by side. */
function storeSums(
  f: FunctionBuilder,
  sums: readonly Local<'v128'>[],
  address: Local<'i32'>,
  offset: number
): void {
  const a = required(sums[0], 'a sum')
  const b = sums[1] ?? a
  const folded = f.local(
    'v128',
    v128.addFloat(v128.shuffle(a, b, [0, 1, 4, 5]), v128.shuffle(a, b, [2, 3, 6, 7]))
  )
  const total = f.local(
    'v128',
    v128.addFloat(v128.shuffle(folded, folded, [0, 2, 0, 2]), v128.shuffle(folded, folded, [1, 3, 1, 3]))
  )
  f.storeLanes(address, total, sums.length, offset)
}

/**
 * (images, from, to): updates the weights of the inputs [from, to) with dkernel[i, u] = sum over n of
 * x[n, i] * dy[n, u]. The gradient lives in registers only.
 */
export function emitDenseUpdate(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: DenseStage,
  optimizer: OptimizerSpec
): FunctionReference {
  const panels = stage.output.stride / panelBytes
  const gradients = outputGradients(stage)
  return module.procedure(`${stage.name}.update`, ['i32', 'i32', 'i32'], (f) => {
    const images = f.parameter(0, 'i32')
    const from = f.parameter(1, 'i32')
    const to = f.parameter(2, 'i32')
    const input = f.local('i32')
    const x = f.local('i32')
    const dy = f.local('i32')
    const image = f.local('i32')
    const panelStart = f.int(gradients)
    const panelWeights = f.int(stage.kernel)
    const weights = f.local('i32')
    const low = f.local('v128')
    const high = f.local('v128')
    const spread = f.local('v128')
    const rows = (count: number): void => {
      const sums = f.locals(count * 2, 'v128', () => v128.zero)
      f.setInt(x, i32.add(i32.mul(input, 4), stage.input.value))
      f.setInt(dy, panelStart)
      f.for(image, 0, images, 1, () => {
        f.set(low, v128.load(dy))
        f.set(high, v128.load(dy, 16))
        for (let i = 0; i < count; i++) {
          f.set(spread, v128.loadSplat(x, i * 4))
          accumulate(f, sums, 2 * i, spread, low)
          accumulate(f, sums, 2 * i + 1, spread, high)
        }
        f.advance(x, stage.input.stride)
        f.advance(dy, stage.output.stride)
      })
      f.setInt(weights, i32.add(panelWeights, i32.mul(input, panelBytes)))
      // Loaded here, so that they take no registers from the sums.
      const update = emitTakeGradient(f, plan, optimizer, 'matrix')
      sums.forEach((sum, i) => {
        update(weights, sum, i * 16)
      })
    }
    const wholeEnd = f.int(i32.add(from, i32.and(i32.sub(to, from), -4)))
    f.repeat(panels, () => {
      f.for(input, from, wholeEnd, 4, () => {
        rows(4)
      })
      f.for(input, wholeEnd, to, 1, () => {
        rows(1)
      })
      f.advance(panelStart, panelBytes)
      f.advance(panelWeights, stage.inputs * panelBytes)
    })
  })
}

/** (images): dbias[u] = sum over n of dy[n, u]. */
export function emitDenseBiasUpdate(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: DenseStage,
  optimizer: OptimizerSpec
): FunctionReference {
  const gradients = outputGradients(stage)
  return module.procedure(`${stage.name}.updateBias`, ['i32'], (f) => {
    const images = f.parameter(0, 'i32')
    const update = emitTakeGradient(f, plan, optimizer, 'other')
    const start = f.int(gradients)
    const bias = f.int(stage.bias)
    const dy = f.local('i32')
    const image = f.local('i32')
    const sum = f.local('v128')
    f.repeat(stage.output.stride / 16, () => {
      f.set(sum, v128.zero)
      f.setInt(dy, start)
      f.for(image, 0, images, 1, () => {
        f.set(sum, v128.addFloat(sum, v128.load(dy)))
        f.advance(dy, stage.output.stride)
      })
      update(bias, sum, 0)
      f.advance(start, 16)
      f.advance(bias, 16)
    })
  })
}

function accumulate(
  f: FunctionBuilder,
  sums: readonly Local<'v128'>[],
  index: number,
  a: Local<'v128'>,
  b: Local<'v128'>
): void {
  const sum = sums[index]
  if (sum !== undefined) f.accumulate(sum, a, b)
}

/** Where those of the batch begin. */
function outputGradients({ name, output: { gradient } }: DenseStage): number {
  if (gradient.region === 'batch') return gradient.address
  throw new Error(`the gradients of dense layer ${name} are kept for the whole batch`)
}
