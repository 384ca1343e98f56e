import type { ModuleBuilder } from '../assembler/module-builder'
import { i32, int } from '../assembler/scalar'
import type { AddStage, ConcatenateStage, ForkStage } from '../plan/plan'
import { address, gradientPixels, pixels } from './image-bases'
import { imageRuns } from './image-runs'
import type { ImageStep } from './image-step'
import { emitJoin, emitPart, emitSum } from './merge'

export function emitAddStep(module: ModuleBuilder, { name, inputs, output }: AddStage): ImageStep {
  const forward = emitSum(module, `${name}.forward`, imageRuns(output, inputs))
  // What the output overwrites shares its gradient too.
  const others = inputs.filter((input) => input !== output && input.gradient !== undefined)
  const copies = others.map((input, i) => ({
    input,
    copy: emitSum(module, `${name}.backward${i}`, imageRuns(input, [output]))
  }))
  return {
    forward: (f, bases) => {
      f.call(forward, pixels(bases, output), ...inputs.map((input) => pixels(bases, input)))
    },
    backward: (f, bases) => {
      for (const { input, copy } of copies) {
        f.call(copy, gradientPixels(bases, input), gradientPixels(bases, output))
      }
    }
  }
}

export function emitConcatenateStep(
  module: ModuleBuilder,
  { name, inputs, output }: ConcatenateStage
): ImageStep {
  const { height, width } = output.view
  const joined = {
    height,
    width,
    inputs: inputs.map(({ view }) => ({ channels: view.channels, stride: view.rowBytes })),
    stride: output.view.rowBytes
  }
  const forward = emitJoin(module, `${name}.forward`, joined)
  const parts = inputs.map((input, i) => ({
    input,
    part: input.gradient && emitPart(module, `${name}.backward${i}`, joined, i)
  }))
  return {
    forward: (f, bases) => {
      f.call(forward, pixels(bases, output), ...inputs.map((input) => pixels(bases, input)))
    },
    backward: (f, bases) => {
      for (const { input, part } of parts) {
        if (part !== undefined) f.call(part, gradientPixels(bases, input), gradientPixels(bases, output))
      }
    }
  }
}

export function emitForkStep(module: ModuleBuilder, { name, output, gradients }: ForkStage): ImageStep {
  const sum = emitSum(module, `${name}.backward`, imageRuns(output, [output, ...gradients.map(() => output)]))
  return {
    forward: () => undefined,
    backward: (f, bases) => {
      const total = gradientPixels(bases, output)
      const others = gradients.map(({ place }) => int(i32.add(address(bases, place), output.view.origin)))
      f.call(sum, total, total, ...others)
    }
  }
}
