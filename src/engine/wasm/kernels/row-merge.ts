import type { ModuleBuilder } from '../assembler/module-builder'
import type { RowAddStage, RowConcatenateStage, RowForkStage, Rows } from '../plan/plan'
import { emitJoin, emitPart, emitSum, type Runs } from './merge'
import { eachGroup, gradientAddress, paddedLength, rowAddress } from './row-block'
import type { RowStep } from './row-step'

export function emitAddStep(module: ModuleBuilder, { name, inputs, output }: RowAddStage): RowStep {
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

export function emitConcatenateStep(
  module: ModuleBuilder,
  { name, inputs, output }: RowConcatenateStage
): RowStep {
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

export function emitForkStep(module: ModuleBuilder, { name, output, gradients }: RowForkStage): RowStep {
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
