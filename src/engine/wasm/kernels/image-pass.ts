import { volume } from '../../../core/layers/shape'
import { activationOf } from '../../../core/layers/layer-kinds'
import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import { ints } from './parameters'
import type { ImageNode, ImageStage, PadStage, StandardiseStage, WasmPlan } from '../plan/plan'
import { emitActivation, type Extent } from './activation'
import { emitStandardise } from './standardise'
import { type StandardiseTotals, emitStandardiseTotals } from './standardise-totals'
import { emitConvolutionStep } from './convolution-step'
import { emitConvolutionUpdate } from './convolution-update'
import { type Cut, cutAtWaits } from './cut-at-waits'
import type { VectorFunctions } from './vector-functions'
import { address, type Bases, gradient, gradientPixels, pixels } from './image-bases'
import type { ImageStep } from './image-step'
import { emitAddStep, emitConcatenateStep, emitForkStep } from './image-merge'
import { emitDepthwiseStep, emitDepthwiseUpdate } from './depthwise'
import { imageRuns } from './image-runs'
import { emitSum } from './merge'
import { emitNormalise } from './normalise'
import { emitPad, padShift } from './pad'
import { emitPool } from './pool'
import { emitRandomMask } from './random-mask'

/** What the layers before the flatten layer do with one image. */
export interface ImagePass {
  /** Waits cut the pass: between two segments all images of the batch wait for one another. */
  readonly segments: readonly {
    /** (source, image, features, thread, number, trains, step): bytes to features. `number`: the image's in the batch. */
    readonly forward: FunctionReference
    /**
     * (image, features, featureGradient, thread, number, step, part): gradients of the features to those of the weights;
     * undefined where there is nothing to do.
     */
    readonly backward: FunctionReference | undefined
  }[]
  /** What is done in each wait. */
  readonly waits: readonly StandardiseTotals[]
  readonly updates: readonly {
    /** Of the layer. */
    readonly name: string
    readonly quads: number
    /** Undefined for frozen weights. */
    readonly update: FunctionReference | undefined
    /** Undefined where kernels read the weights as the optimizer has them. */
    readonly repack: FunctionReference | undefined
  }[]
}

export function emitImagePass(
  module: ModuleBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  functions: VectorFunctions
): ImagePass {
  const normalise = emitNormalise(module, plan.input.view, plan.pixels)
  const { segments, waits } = cutAtWaits(
    plan.imageStages.map((stage) =>
      stage.kind === 'standardise'
        ? emitStandardiseCut(module, plan, stage, optimizer)
        : emitStep(module, plan, stage, functions)
    )
  )
  const emitForward = (steps: readonly ImageStep[], i: number): FunctionReference =>
    module.procedure(`imageForward${i}`, ints(7), (f) => {
      const bases = {
        image: f.parameter(1, 'i32'),
        features: f.parameter(2, 'i32'),
        thread: f.parameter(3, 'i32'),
        featureGradient: undefined,
        number: f.parameter(4, 'i32'),
        step: f.parameter(6, 'i32')
      }
      const trains = f.parameter(5, 'i32')
      if (i === 0) {
        const places = [plan.planes, plan.input.value].map((place) => address(bases, place))
        f.call(normalise, f.parameter(0, 'i32'), ...places)
      }
      for (const step of steps) step.forward(f, bases, trains)
    })
  const emitBackward = (steps: readonly ImageStep[], i: number): FunctionReference | undefined => {
    const back = steps.flatMap(({ backward }) => backward ?? []).reverse()
    if (back.length === 0) return undefined
    return module.procedure(`imageBackward${i}`, ints(7), (f) => {
      const bases = {
        image: f.parameter(0, 'i32'),
        features: f.parameter(1, 'i32'),
        featureGradient: f.parameter(2, 'i32'),
        thread: f.parameter(3, 'i32'),
        number: f.parameter(4, 'i32'),
        step: f.parameter(5, 'i32')
      }
      const part = f.parameter(6, 'i32')
      for (const step of back) step(f, bases, part)
    })
  }
  const updates = plan.imageStages.flatMap((stage): ImagePass['updates'] => {
    if (stage.kind === 'convolution') {
      return [
        {
          name: stage.name,
          quads: Math.ceil(stage.filters / 4),
          ...emitConvolutionUpdate(module, plan, stage, optimizer)
        }
      ]
    }
    if (stage.kind !== 'depthwise') return []
    const quads = ((volume(stage.kernelSize) + 1) * stage.outputBytes) / 16
    return [
      {
        name: stage.name,
        quads,
        update: emitDepthwiseUpdate(module, plan, stage, optimizer),
        repack: undefined
      }
    ]
  })
  return {
    segments: segments.map((steps, i) => ({
      forward: emitForward(steps, i),
      backward: emitBackward(steps, i)
    })),
    waits,
    updates
  }
}

function emitStep(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: Exclude<ImageStage, StandardiseStage>,
  functions: VectorFunctions
): ImageStep {
  switch (stage.kind) {
    case 'convolution':
      return emitConvolutionStep(module, plan, stage)
    case 'depthwise':
      return emitDepthwiseStep(module, stage)
    case 'activation': {
      const { input, output, layer } = stage
      const slopeFrom = activationOf(layer).slopeFrom === 'input' ? input : output
      const kernels = emitActivation(module, stage, extentOf(stage), functions)
      return {
        forward: (f, bases) => {
          f.call(kernels.forward, pixels(bases, input), pixels(bases, output))
        },
        backward: backwardTo(input, (f, bases) => {
          const dy = gradientPixels(bases, output)
          const dx = gradientPixels(bases, input)
          f.call(kernels.backward, pixels(bases, slopeFrom), dy, dx)
        })
      }
    }
    case 'mask': {
      const { input, output } = stage
      const kernels = emitRandomMask(module, stage, extentOf(stage))
      const { height, width, channels } = input.view
      const element = ({ number }: Bases): ReturnType<typeof int> =>
        int(i32.mul(number, height * width * channels))
      return {
        forward: (f, bases, trains) => {
          f.if(
            trains,
            () => {
              f.call(kernels.forward, pixels(bases, input), pixels(bases, output), element(bases), bases.step)
            },
            () => {
              if (input !== output) f.call(kernels.copy, pixels(bases, input), pixels(bases, output))
            }
          )
        },
        backward: backwardTo(input, (f, bases) => {
          const dy = gradientPixels(bases, output)
          const dx = gradientPixels(bases, input)
          f.call(kernels.backward, dy, dx, element(bases), bases.step)
        })
      }
    }
    case 'maxPool':
    case 'averagePool': {
      const { input, output, winners } = stage
      const kernels = emitPool(module, stage)
      return {
        forward: (f, bases) => {
          f.call(
            kernels.forward,
            address(bases, input.value),
            address(bases, output.value),
            address(bases, winners)
          )
        },
        backward: backwardTo(input, (f, bases) => {
          f.call(kernels.backward, gradient(bases, input), gradient(bases, output), address(bases, winners))
        })
      }
    }
    case 'add':
      return emitAddStep(module, stage)
    case 'concatenate':
      return emitConcatenateStep(module, stage)
    case 'pad':
      return emitPadStep(module, stage)
    case 'fork':
      return emitForkStep(module, stage)
  }
}

/** A backward step that makes the gradient of its input and nothing else. */
function backwardTo(
  { gradient }: ImageNode,
  step: NonNullable<ImageStep['backward']>
): ImageStep['backward'] {
  return gradient === undefined ? undefined : step
}

function emitPadStep(module: ModuleBuilder, stage: PadStage): ImageStep {
  const { name, input, output } = stage
  const forward = emitPad(module, stage)
  const backward = input.gradient && emitSum(module, `${name}.backward`, imageRuns(input, [output]))
  return {
    forward: (f, bases) => {
      f.call(forward, pixels(bases, output), pixels(bases, input))
    },
    backward:
      backward &&
      ((f, bases) => {
        const inside = int(i32.add(gradientPixels(bases, output), padShift(stage)))
        f.call(backward, gradientPixels(bases, input), inside)
      })
  }
}

function emitStandardiseCut(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: StandardiseStage,
  optimizer: OptimizerSpec
): Cut<ImageStep> {
  const { input, output } = stage
  const { height, width, channels } = input.view
  const strides = { inputStride: input.view.rowBytes, outputStride: output.view.rowBytes }
  const kernels = emitStandardise(module, stage, { height, width, channels, ...strides })
  const goesBack = stage.gradients !== undefined || input.gradient !== undefined
  return {
    totals: emitStandardiseTotals(module, plan, stage, Math.ceil(channels / 4), optimizer, goesBack),
    before: {
      forward: (f, bases, trains) => {
        f.if(trains, () => {
          f.call(kernels.statistics, pixels(bases, input), bases.number)
        })
      },
      backward: backwardTo(input, (f, bases) => {
        const dy = gradientPixels(bases, output)
        f.call(kernels.inputGradient, pixels(bases, input), dy, gradientPixels(bases, input))
      })
    },
    behind: {
      forward: (f, bases) => {
        f.call(kernels.forward, pixels(bases, input), pixels(bases, output))
      },
      backward: goesBack
        ? (f, bases) => {
            f.call(kernels.gradientSums, pixels(bases, input), gradientPixels(bases, output), bases.number)
          }
        : undefined
    }
  }
}

function extentOf({ input, output }: { readonly input: ImageNode; readonly output: ImageNode }): Extent {
  const { height, width, channels, rowBytes } = input.view
  return { rows: height, length: width * channels, inputStride: rowBytes, outputStride: output.view.rowBytes }
}
