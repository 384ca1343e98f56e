import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import { required } from '../../../core/base/required'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { type Lanes, v128 } from '../assembler/vector'
import type { ConvolutionStage, WasmPlan } from '../plan/plan'
import { emitTakeGradient } from './take-gradient'
import { updateRange } from './update-range'

interface ConvolutionUpdate {
  /**
   * (parts, from, to): sums the parts' gradients in order and updates the quads of filters [from, to); undefined where the
   * weights are frozen.
   */
  readonly update: FunctionReference | undefined
  /** (from, to): copies the weights of the quads for the forward kernel, and for the input gradient's. */
  readonly repack: FunctionReference
}

export function emitConvolutionUpdate(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: ConvolutionStage,
  optimizer: OptimizerSpec
): ConvolutionUpdate {
  const { parameters } = stage
  const repack = emitRepack(module, stage, emitTurn(module, stage))
  const { gradients } = parameters
  const together = plan.matrices !== undefined
  if (gradients === undefined) return { update: undefined, repack }
  const filterBytes = stage.kernelSize[0] * parameters.rowFloats * 4
  const update = module.procedure(`${stage.name}.update`, ['i32', 'i32', 'i32'], (f) => {
    const parts = f.parameter(0, 'i32')
    const from = f.parameter(1, 'i32')
    const to = f.parameter(2, 'i32')
    const move = emitTakeGradient(f, plan, optimizer, 'other')
    const moveKernel = together ? emitTakeGradient(f, plan, optimizer, 'matrix') : move
    const partsEnd = f.int(i32.mul(parts, plan.parts.bytes))
    updateRange(f, plan, moveKernel, {
      weights: i32.add(i32.mul(from, 4 * filterBytes), parameters.kernel),
      gradient: i32.add(i32.mul(from, 4 * filterBytes), plan.parts.address + gradients.kernel),
      bytes: i32.mul(i32.sub(to, from), 4 * filterBytes),
      partsEnd
    })
    updateRange(f, plan, move, {
      weights: i32.add(i32.mul(from, 16), parameters.bias),
      gradient: i32.add(i32.mul(from, 16), plan.parts.address + gradients.bias),
      bytes: i32.mul(i32.sub(to, from), 16),
      partsEnd
    })
    // Where gradients are clipped or matrices move as a whole, the weights have not moved yet.
    if (plan.clipping === undefined && !together) f.call(repack, from, to)
  })
  return { update, repack }
}

/** kernel f32[filters, KH, rowFloats] -> forwardKernel f32[quads, KH * KW * C, 4]: 4 x 4 transposes. */
function emitRepack(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  turn: FunctionReference | undefined
): FunctionReference {
  const { parameters, kernelSize } = stage
  const rowTaps = kernelSize[1] * stage.input.view.channels
  const rowBytes = parameters.rowFloats * 4
  const filterBytes = kernelSize[0] * rowBytes
  const quadBytes = kernelSize[0] * rowTaps * 16
  return module.procedure(`${stage.name}.repack`, ['i32', 'i32'], (f) => {
    const from = f.parameter(0, 'i32')
    const to = f.parameter(1, 'i32')
    if (turn !== undefined) f.call(turn, from, to)
    const quad = f.local('i32')
    const source = f.int(i32.add(i32.mul(from, 4 * filterBytes), parameters.kernel))
    const target = f.int(i32.add(i32.mul(from, quadBytes), parameters.forwardKernel))
    f.for(quad, from, to, 1, () => {
      f.repeat(kernelSize[0], () => {
        const whole = Math.floor(rowTaps / 4)
        f.repeat(whole, () => {
          transpose(f, source, target, filterBytes, 4)
          f.advance(source, 16)
          f.advance(target, 64)
        })
        if (rowTaps % 4 > 0) {
          transpose(f, source, target, filterBytes, rowTaps % 4)
          f.advance(source, 16)
          f.advance(target, (rowTaps % 4) * 16)
        }
      })
      f.advance(source, 3 * filterBytes)
    })
  })
}

/** (from, to): kernel f32[filters, KH, rowFloats] -> backwardKernel f32[channel quads, turned KH * KW * filters, 4]. */
function emitTurn(module: ModuleBuilder, stage: ConvolutionStage): FunctionReference | undefined {
  const { parameters, kernelSize, filters } = stage
  const { backwardKernel } = parameters
  if (backwardKernel === undefined) return undefined
  const { channels } = stage.input.view
  const taps = kernelSize[0] * kernelSize[1]
  const quads = Math.ceil(channels / 4)
  const quadBytes = taps * filters * 16
  const filterBytes = kernelSize[0] * parameters.rowFloats * 4
  return module.procedure(`${stage.name}.turn`, ['i32', 'i32'], (f) => {
    const from = f.parameter(0, 'i32')
    const to = f.parameter(1, 'i32')
    const filter = f.local('i32')
    const source = f.local('i32')
    const target = f.local('i32')
    const end = f.int(i32.min(f.int(i32.mul(to, 4)), filters))
    f.for(filter, i32.mul(from, 4), end, 1, () => {
      f.setInt(source, i32.add(i32.mul(filter, filterBytes), parameters.kernel))
      f.setInt(target, i32.add(i32.mul(filter, 16), backwardKernel + (taps - 1) * filters * 16))
      f.repeat(kernelSize[0], () => {
        f.repeat(kernelSize[1], () => {
          f.repeat(quads, () => {
            f.store(target, v128.load(source))
            f.advance(source, 16)
            f.advance(target, quadBytes)
          })
          f.advance(source, channels * 4 - quads * 16)
          f.advance(target, -filters * 16 - quads * quadBytes)
        })
        f.advance(source, (parameters.rowFloats - kernelSize[1] * channels) * 4)
      })
    })
  })
}

/** Four floats of each of four filters -> four filters for each of `taps` taps. */
function transpose(
  f: FunctionBuilder,
  source: Local<'i32'>,
  target: Local<'i32'>,
  filterBytes: number,
  taps: number
): void {
  const row = (i: number): Local<'v128'> => f.local('v128', v128.load(source, i * filterBytes))
  const [a, b, c, d] = [row(0), row(1), row(2), row(3)]
  const low: Lanes = [0, 4, 1, 5]
  const high: Lanes = [2, 6, 3, 7]
  const halves = [low, high].map((lanes) => ({
    left: f.local('v128', v128.shuffle(a, b, lanes)),
    right: f.local('v128', v128.shuffle(c, d, lanes))
  }))
  for (let tap = 0; tap < taps; tap++) {
    const half = required(halves[tap >> 1], 'a half of the taps')
    f.store(
      target,
      v128.shuffle(half.left, half.right, tap % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]),
      tap * 16
    )
  }
}
