import { activationOf } from '../../../core/layers/layer-kinds'
import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import { align } from '../plan/arena'
import { panelFloats } from '../plan/panel-floats'
import { ints } from './parameters'
import type {
  DenseStage,
  RowActivationStage,
  RowAddStage,
  RowConcatenateStage,
  RowForkStage,
  RowMaskStage,
  Rows,
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
import type { F64Function } from './exponential'
import { emitJoin, emitPart, emitSum, type Runs } from './merge'
import { emitRandomMask } from './random-mask'
import { eachGroup, gradientAddress, rowAddress, type RowBlock } from './row-block'

/** What the layers behind the flatten layer do with the rows of a block of images. */
export interface RowPass {
  /** Cut as those of the image pass are. */
  readonly segments: readonly {
    /** (first, images, trains, step) */
    readonly forward: FunctionReference
    /** (first, images, featureGradients, step): from the gradients of the logits to those of the features. */
    readonly backward: FunctionReference
  }[]
  /** What is done in each wait. */
  readonly waits: readonly StandardiseTotals[]
  readonly updates: readonly {
    readonly inputs: number
    readonly update: FunctionReference
    readonly updateBias: FunctionReference
  }[]
}

interface Step {
  readonly forward: (f: FunctionBuilder, block: RowBlock, trains: Local<'i32'>) => void
  readonly backward: (f: FunctionBuilder, block: RowBlock) => void
}

export function emitRowPass(
  module: ModuleBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  exponential: F64Function
): RowPass {
  const { segments, waits } = cutAtWaits(
    plan.rowStages.map((stage) =>
      stage.kind === 'standardise'
        ? emitStandardiseCut(module, plan, stage, optimizer)
        : emitStep(module, stage, exponential)
    )
  )
  const emitForward = (steps: readonly Step[], i: number): FunctionReference =>
    module.procedure(`rowsForward${i}`, ints(4), (f) => {
      const block = {
        first: f.parameter(0, 'i32'),
        images: f.parameter(1, 'i32'),
        featureGradients: 0,
        step: f.parameter(3, 'i32')
      }
      for (const step of steps) step.forward(f, block, f.parameter(2, 'i32'))
    })
  const emitBackward = (steps: readonly Step[], i: number): FunctionReference =>
    module.procedure(`rowsBackward${i}`, ints(4), (f) => {
      const block = {
        first: f.parameter(0, 'i32'),
        images: f.parameter(1, 'i32'),
        featureGradients: f.parameter(2, 'i32'),
        step: f.parameter(3, 'i32')
      }
      for (const step of [...steps].reverse()) step.backward(f, block)
    })
  const updates = plan.rowStages.flatMap((stage) =>
    stage.kind === 'dense'
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
  exponential: F64Function
): Step {
  switch (stage.kind) {
    case 'dense':
      return emitDenseStep(module, stage)
    case 'activation':
      return emitActivationStep(module, stage, exponential)
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

function emitAddStep(module: ModuleBuilder, { name, inputs, output }: RowAddStage): Step {
  const sum = emitSum(
    module,
    `${name}.forward`,
    runsOf(
      output,
      inputs.map(({ rows }) => rows)
    )
  )
  // What the output overwrites shares its gradients too.
  const others = inputs.filter(({ rows, needsGradient }) => needsGradient && rows !== output)
  const copies = others.map(({ rows }, i) => ({
    rows,
    copy: emitSum(module, `${name}.backward${i}`, runsOf(rows, [output]))
  }))
  return {
    forward: (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: sum }], (index) => [
        rowAddress(output.value, output, block, index),
        ...inputs.map(({ rows }) => rowAddress(rows.value, rows, block, index))
      ])
    },
    backward: (f, block) => {
      for (const { rows, copy } of copies) {
        eachGroup(f, block, [{ count: 1, kernel: copy }], (index) => [
          gradientAddress(rows, block, index),
          gradientAddress(output, block, index)
        ])
      }
    }
  }
}

function emitConcatenateStep(module: ModuleBuilder, { name, inputs, output }: RowConcatenateStage): Step {
  const joined = {
    height: 1,
    width: 1,
    inputs: inputs.map(({ rows }) => ({ channels: rows.length, stride: rows.stride })),
    stride: output.stride
  }
  const join = emitJoin(module, `${name}.forward`, joined)
  const parts = inputs.map(({ rows, needsGradient }, i) => ({
    rows,
    part: needsGradient ? emitPart(module, `${name}.backward${i}`, joined, i) : undefined
  }))
  return {
    forward: (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: join }], (index) => [
        rowAddress(output.value, output, block, index),
        ...inputs.map(({ rows }) => rowAddress(rows.value, rows, block, index))
      ])
    },
    backward: (f, block) => {
      for (const { rows, part } of parts) {
        if (part === undefined) continue
        eachGroup(f, block, [{ count: 1, kernel: part }], (index) => [
          gradientAddress(rows, block, index),
          gradientAddress(output, block, index)
        ])
      }
    }
  }
}

function emitForkStep(module: ModuleBuilder, { name, output, gradients }: RowForkStage): Step {
  const sum = emitSum(module, `${name}.backward`, runsOf(output, [output, ...gradients.map(() => output)]))
  return {
    forward: () => undefined,
    backward: (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: sum }], (index) => [
        gradientAddress(output, block, index),
        gradientAddress(output, block, index),
        ...gradients.map(({ place }) => gradientAddress({ ...output, gradient: place }, block, index))
      ])
    }
  }
}

/** @param to, from what is written, and what is read */
function runsOf(to: Rows, from: readonly Rows[]): Runs {
  return { count: 1, length: paddedLength(to), strides: [to, ...from].map(({ stride }) => stride) }
}

/** Values of a row with the zeros that fill its last panel. */
function paddedLength({ length }: Rows): number {
  return align(length, panelFloats)
}

function emitDenseStep(module: ModuleBuilder, stage: DenseStage): Step {
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
    backward: (f, block) => {
      eachGroup(f, block, backward, (index) => [
        gradientAddress(stage.output, block, index),
        gradientAddress(stage.input, block, index)
      ])
    }
  }
}

function emitActivationStep(
  module: ModuleBuilder,
  stage: RowActivationStage,
  exponential: F64Function
): Step {
  const { input, output, layer } = stage
  const slopeFrom = activationOf(layer).slopeFrom === 'input' ? input : output
  const extent = {
    rows: 1,
    length: paddedLength(input),
    inputStride: input.stride,
    outputStride: output.stride
  }
  const { forward, backward } = emitActivation(module, stage, extent, exponential)
  return {
    forward: (f, block) => {
      eachGroup(f, block, [{ count: 1, kernel: forward }], (index) => [
        rowAddress(input.value, input, block, index),
        rowAddress(output.value, output, block, index)
      ])
    },
    backward: (f, block) => {
      if (!stage.needsInputGradient) return
      eachGroup(f, block, [{ count: 1, kernel: backward }], (index) => [
        rowAddress(slopeFrom.value, slopeFrom, block, index),
        gradientAddress(output, block, index),
        gradientAddress(input, block, index)
      ])
    }
  }
}

function emitMaskStep(module: ModuleBuilder, stage: RowMaskStage): Step {
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
    backward: (f, block) => {
      if (!stage.needsInputGradient) return
      eachGroup(f, block, [{ count: 1, kernel: kernels.backward }], (index) => [
        gradientAddress(output, block, index),
        gradientAddress(input, block, index),
        element(block, index),
        block.step
      ])
    }
  }
}

/** A row is an image of one pixel. Its padding is normalised too: with gamma and beta 0 it stays 0. */
function emitStandardiseCut(
  module: ModuleBuilder,
  plan: WasmPlan,
  stage: RowStandardiseStage,
  optimizer: OptimizerSpec
): Cut<Step> {
  const { input, output } = stage
  const channels = output.stride / 4
  const strides = { inputStride: input.stride, outputStride: output.stride }
  const kernels = emitStandardise(module, stage, { height: 1, width: 1, channels, ...strides })
  const x = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int> =>
    rowAddress(input.value, input, block, index)
  const number = (block: RowBlock, index: Local<'i32'>): ReturnType<typeof int> =>
    int(i32.add(block.first, index))
  return {
    totals: emitStandardiseTotals(module, plan, stage, channels / 4, optimizer),
    before: {
      forward: (f, block, trains) => {
        f.if(trains, () => {
          eachGroup(f, block, [{ count: 1, kernel: kernels.statistics }], (index) => [
            x(block, index),
            number(block, index)
          ])
        })
      },
      backward: (f, block) => {
        if (!stage.needsInputGradient) return
        eachGroup(f, block, [{ count: 1, kernel: kernels.inputGradient }], (index) => [
          x(block, index),
          gradientAddress(output, block, index),
          gradientAddress(input, block, index)
        ])
      }
    },
    behind: {
      forward: (f, block) => {
        eachGroup(f, block, [{ count: 1, kernel: kernels.forward }], (index) => [
          x(block, index),
          rowAddress(output.value, output, block, index)
        ])
      },
      backward: (f, block) => {
        eachGroup(f, block, [{ count: 1, kernel: kernels.gradientSums }], (index) => [
          x(block, index),
          gradientAddress(output, block, index),
          number(block, index)
        ])
      }
    }
  }
}
