import type { int } from '../assembler/scalar'
import type { ModuleBuilder } from '../assembler/module-builder'
import type { ConvolutionStage, WasmPlan, WeightGradients } from '../plan/plan'
import { emitDenseWeightGradient } from './convolution-dense-weight-gradient'
import { emitConvolutionForward } from './convolution-forward'
import { emitConvolutionInputGradient } from './convolution-input-gradient'
import { emitPlanarConvolution } from './convolution-planar'
import { emitConvolutionWeightGradient } from './convolution-weight-gradient'
import { address, type Bases, gradient } from './image-bases'
import type { ImageStep } from './image-step'
import { emitPooledMaximum } from './pooled-maximum'

/** Chooses the kernels of a convolution. */
export function emitConvolutionStep(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: ConvolutionStage
): ImageStep {
  const { gradients } = stage.parameters
  const weightGradient = gradients && emitWeightGradient(module, stage, gradients)
  const inputGradient = stage.input.gradient === undefined ? undefined : emitInputGradient(module, stage)
  return {
    forward: emitConvolution(module, plan, stage),
    backward: bothOf(weightGradient, inputGradient)
  }
}

/** Convolution and, where the stage has one, pooling. */
function emitConvolution(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: ConvolutionStage
): ImageStep['forward'] {
  const { pool, input, output } = stage
  if (pool !== undefined && stage.fromPlanes) {
    const kernel = emitPlanarConvolution(module, stage, pool)
    return (f, bases) => {
      const places = [plan.planes, input.value, pool.node.value, pool.winners].map((place) =>
        address(bases, place)
      )
      f.call(kernel, ...places)
    }
  }
  const forward = emitConvolutionForward(module, {
    ...stage,
    name: `${stage.name}.forward`,
    input: input.view,
    output: output.view,
    kernel: stage.parameters.forwardKernel,
    bias: stage.parameters.bias
  })
  const maximum = pool === undefined ? undefined : emitPooledMaximum(module, stage, pool)
  return (f, bases) => {
    const x = address(bases, input.value)
    const y = address(bases, output.value)
    f.call(forward, x, y)
    if (pool === undefined || maximum === undefined) return
    f.call(maximum, y, address(bases, pool.node.value), address(bases, pool.winners), x)
  }
}

type Backward = NonNullable<ImageStep['backward']>

/** One after the other, as far as there are any. */
function bothOf(first: Backward | undefined, second: Backward | undefined): Backward | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return (f, bases, part) => {
    first(f, bases, part)
    second(f, bases, part)
  }
}

function emitWeightGradient(
  module: ModuleBuilder,
  stage: ConvolutionStage,
  gradients: WeightGradients
): Backward {
  const { input, output, lists } = stage
  if (stage.gradients === 'dense') {
    const kernel = emitDenseWeightGradient(module, stage, gradients)
    return (f, bases, part) => {
      f.call(kernel, address(bases, input.value), gradient(bases, output), part)
    }
  }
  const kernel = emitConvolutionWeightGradient(module, stage, gradients)
  return (f, bases, part) => {
    f.call(kernel, address(bases, input.value), ...listed(bases, stage), address(bases, lists), part)
  }
}

function emitInputGradient(module: ModuleBuilder, stage: ConvolutionStage): Backward {
  const { input, output, parameters } = stage
  if (parameters.backwardKernel !== undefined) {
    const kernel = emitConvolutionForward(module, {
      name: `${stage.name}.inputGradient`,
      input: output.view,
      output: input.view,
      filters: input.view.channels,
      kernelSize: stage.kernelSize,
      strides: [1, 1],
      kernel: parameters.backwardKernel,
      bias: undefined
    })
    return (f, bases) => {
      f.call(kernel, gradient(bases, output), gradient(bases, input))
    }
  }
  const kernel = emitConvolutionInputGradient(module, stage)
  return (f, bases) => {
    f.call(kernel, address(bases, input.value), ...listed(bases, stage), gradient(bases, input))
  }
}

/** What gradients are listed from: dy, y and the winners, if there are any. */
function listed(bases: Bases, { pool, output, lists }: ConvolutionStage): readonly ReturnType<typeof int>[] {
  const result = pool?.node ?? output
  return [gradient(bases, result), address(bases, result.value), address(bases, pool?.winners ?? lists)]
}
