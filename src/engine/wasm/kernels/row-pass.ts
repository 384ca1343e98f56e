import { activationOf } from '../../../core/layers/layer-kinds'
import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Local } from '../assembler/expression'
import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import { ints } from './parameters'
import type {
  DenseStage,
  RowActivationStage,
  RowMaskStage,
  RowStage,
  RowStandardiseStage,
  WasmPlan
} from '../plan/plan'
import { emitActivation } from './activation'
import { emitStandardise } from './standardise'
import { type StandardiseTotals, emitStandardiseTotals } from './standardise-totals'
import { type Cut, cutAtWaits } from './cut-at-waits'
import {
  emitDenseBiasUpdate,
  emitDenseForward,
  emitDenseInputGradient,
  emitDenseUpdate,
  imageCounts
} from './dense'
import type { VectorFunctions } from './vector-functions'
import { emitAddStep, emitConcatenateStep, emitForkStep } from './row-merge'
import { emitRandomMask } from './random-mask'
import { eachGroup, gradientAddress, paddedLength, rowAddress, type RowBlock } from './row-block'
import type { RowStep } from './row-step'

/** What the layers behind the flatten layer do with the rows of a block of images. */
export interface RowPass {
  /** Cut as those of the image pass are. */
  readonly segments: readonly {
    /** (first, images, trains, step) */
    readonly forward: FunctionReference
    /**
     * (first, images, featureGradients, step): from the gradients of the logits to those of the features; undefined where
     * there is nothing to do.
     */
    readonly backward: FunctionReference | undefined
  }[]
  /** What is done in each wait. */
  readonly waits: readonly StandardiseTotals[]
  readonly updates: readonly {
    readonly inputs: number
    readonly update: FunctionReference
    readonly updateBias: FunctionReference
  }[]
}

export function emitRowPass(
  module: ModuleBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  functions: VectorFunctions
): RowPass {
  const { segments, waits } = cutAtWaits(
    plan.rowStages.map((stage) =>
      stage.kind === 'standardise'
        ? emitStandardiseCut(module, plan, stage, optimizer)
        : emitStep(module, stage, functions)
    )
  )
  const emitForward = (steps: readonly RowStep[], i: number): FunctionReference =>
    module.procedure(`rowsForward${i}`, ints(4), (f) => {
      const block = {
        first: f.parameter(0, 'i32'),
        images: f.parameter(1, 'i32'),
        featureGradients: 0,
        step: f.parameter(3, 'i32')
      }
      for (const step of steps) step.forward(f, block, f.parameter(2, 'i32'))
    })
  const emitBackward = (steps: readonly RowStep[], i: number): FunctionReference | undefined => {
    const back = steps.flatMap(({ backward }) => backward ?? []).reverse()
    if (back.length === 0) return undefined
    return module.procedure(`rowsBackward${i}`, ints(4), (f) => {
      const block = {
        first: f.parameter(0, 'i32'),
        images: f.parameter(1, 'i32'),
        featureGradients: f.parameter(2, 'i32'),
        step: f.parameter(3, 'i32')
      }
      for (const step of back) step(f, block)
    })
  }
  const updates = plan.rowStages.flatMap((stage) =>
    stage.kind === 'dense' && stage.learns
      ? [
          {
            inputs: stage.inputs,
            update: emitDenseUpdate(module, plan, stage, optimizer),
            updateBias: emitDenseBiasUpdate(module, plan, stage, optimizer)
          }
        ]
      : []
  )
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
  stage: Exclude<RowStage, RowStandardiseStage>,
  functions: VectorFunctions
): RowStep {
  switch (stage.kind) {
    case 'dense':
      return emitDenseStep(module, stage)
    case 'activation':
      return emitActivationStep(module, stage, functions)
    case 'mask':
      return emitMaskStep(module, stage)
    case 'add':
      return emitAddStep(module, stage)
    case 'concatenate':
      return emitConcatenateStep(module, stage)
    case 'fork':
      return emitForkStep(module, stage)
  }
}

function emitDenseStep(module: ModuleBuilder, stage: DenseStage): RowStep {
  const counts = imageCounts(module.features)
  const forward = counts.map((count) => ({ count, kernel: emitDenseForward(module, stage, count) }))
  const backward = stage.needsInputGradient
    ? counts.map((count) => ({ count, kernel: emitDenseInputGradient(module, stage, count) }))
    : []
  return {
    forward: (f, block) => {
      eachGroup(f, block, forward, (index) => [
        rowAddress(stage.input.value, stage.input, block, index),
        rowAddress(stage.output.value, stage.output, block, index)
      ])
    },
    backward: backwardWhere(stage.needsInputGradient, (f, block) => {
      eachGroup(f, block, backward, (index) => [
        gradientAddress(stage.output, block, index),
        gradientAddress(stage.input, block, index)
      ])
    })
  }
}

/** A backward step, where it is needed. */
function backwardWhere(needed: boolean, step: NonNullable<RowStep['backward']>): RowStep['backward'] {
  return needed ? step : undefined
}

function emitActivationStep(
  module: ModuleBuilder,
  stage: RowActivationStage,
  functions: VectorFunctions
): RowStep {
  const { input, output, layer } = stage
  const slopeFrom = activationOf(layer).slopeFrom === 'input' ? input : output
  const extent = {
    rows: 1,
    length: paddedLength(input),
    inputStride: input.stride,
    outputStride: output.stride
  }
  const { forward, backward } = emitActivation(module, stage, extent, functions)
  return {
    forward: (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: forward }], (index) => [
        rowAddress(input.value, input, block, index),
        rowAddress(output.value, output, block, index)
      ])
    },
    backward: backwardWhere(stage.needsInputGradient, (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: backward }], (index) => [
        rowAddress(slopeFrom.value, slopeFrom, block, index),
        gradientAddress(output, block, index),
        gradientAddress(input, block, index)
      ])
    })
  }
}

function emitMaskStep(module: ModuleBuilder, stage: RowMaskStage): RowStep {
  const { input, output } = stage
  const extent = {
    rows: 1,
    length: input.length,
    inputStride: input.stride,
    outputStride: output.stride
  }
  const kernels = emitRandomMask(module, stage, extent)
  const element = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int> =>
    int(i32.mul(i32.add(block.first, index), input.length))
  const rows = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int>[] => [
    rowAddress(input.value, input, block, index),
    rowAddress(output.value, output, block, index)
  ]
  return {
    forward: (f, block, trains) => {
      f.if(
        trains,
        () => {
          eachGroup(f, block, [{ count: 1, kernel: kernels.forward }], (index) => [
            ...rows(block, index),
            element(block, index),
            block.step
          ])
        },
        () => {
          if (input === output) return
          eachGroup(f, block, [{ count: 1, kernel: kernels.copy }], (index) => rows(block, index))
        }
      )
    },
    backward: backwardWhere(stage.needsInputGradient, (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: kernels.backward }], (index) => [
        gradientAddress(output, block, index),
        gradientAddress(input, block, index),
        element(block, index),
        block.step
      ])
    })
  }
}

/** A row is an image of one pixel. Its padding is normalised too: with gamma and beta 0 it stays 0. */
function emitStandardiseCut(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: RowStandardiseStage,
  optimizer: OptimizerSpec
): Cut<RowStep> {
  const { input, output } = stage
  const channels = output.stride / 4
  const strides = { inputStride: input.stride, outputStride: output.stride }
  const kernels = emitStandardise(module, stage, { height: 1, width: 1, channels, ...strides })
  const x = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int> =>
    rowAddress(input.value, input, block, index)
  const number = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int> =>
    int(i32.add(block.first, index))
  const goesBack = stage.gradients !== undefined || stage.needsInputGradient
  return {
    totals: emitStandardiseTotals(module, plan, stage, channels / 4, optimizer, goesBack),
    before: {
      forward: (f, block, trains) => {
        f.if(trains, () => {
          eachGroup(f, block, [{ count: 1, kernel: kernels.statistics }], (index) => [
            x(block, index),
            number(block, index)
          ])
        })
      },
      backward: backwardWhere(stage.needsInputGradient, (f, block) => {
        eachGroup(f, block, [{ count: 1, kernel: kernels.inputGradient }], (index) => [
          x(block, index),
          gradientAddress(output, block, index),
          gradientAddress(input, block, index)
        ])
      })
    },
    behind: {
      forward: (f, block) => {
        eachGroup(f, block, [{ count: 1, kernel: kernels.forward }], (index) => [
          x(block, index),
          rowAddress(output.value, output, block, index)
        ])
      },
      backward: backwardWhere(goesBack, (f, block) => {
        eachGroup(f, block, [{ count: 1, kernel: kernels.gradientSums }], (index) => [
          x(block, index),
          gradientAddress(output, block, index),
          number(block, index)
        ])
      })
    }
  }
}
