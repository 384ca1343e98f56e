import { activationOf } from '../../../core/layers/layer-kinds'
import type { ConvolutionStage, ImageNode, ImageStage, MemoryPlace } from './plan'

/** What a stage reads or writes of one image. */
interface StageUses {
  readonly forward: readonly MemoryPlace[]
  readonly backward: readonly MemoryPlace[]
}

export function stageUses(stage: ImageStage, planes: MemoryPlace): StageUses {
  switch (stage.kind) {
    case 'convolution':
      return convolutionUses(stage, planes)
    case 'depthwise': {
      const { input, output, weightGradient } = stage
      const read = weightGradient === undefined ? [] : [input.value]
      const goesBack = weightGradient !== undefined || input.gradient !== undefined
      return {
        forward: values(input, output),
        backward: goesBack ? [...read, ...gradients(input, output)] : []
      }
    }
    case 'activation': {
      const { input, output, layer } = stage
      const slopeFrom = activationOf(layer).slopeFrom === 'input' ? input : output
      return {
        forward: values(input, output),
        backward: input.gradient === undefined ? [] : [slopeFrom.value, ...gradients(input, output)]
      }
    }
    case 'mask':
    case 'pad': {
      const { input, output } = stage
      return {
        forward: values(input, output),
        backward: input.gradient === undefined ? [] : gradients(input, output)
      }
    }
    case 'maxPool':
    case 'averagePool': {
      const { input, output, winners } = stage
      return {
        forward: [...values(input, output), winners],
        backward: input.gradient === undefined ? [] : [...gradients(input, output), winners]
      }
    }
    case 'standardise': {
      const { input, output } = stage
      const goesBack = stage.gradients !== undefined || input.gradient !== undefined
      return {
        forward: values(input, output),
        backward: goesBack ? [input.value, ...gradients(input, output)] : []
      }
    }
    case 'add':
    case 'concatenate': {
      const { inputs, output } = stage
      return { forward: values(...inputs, output), backward: gradients(...inputs, output) }
    }
    case 'fork':
      return {
        forward: [],
        backward: [...gradients(stage.output), ...stage.gradients.map(({ place }) => place)]
      }
  }
}

function convolutionUses(
  { input, output, pool, lists, fromPlanes, parameters }: ConvolutionStage,
  planes: MemoryPlace
): StageUses {
  const result = pool?.node ?? output
  const winners = pool === undefined ? [] : [pool.winners]
  const learns = parameters.gradients !== undefined
  // Where the input's gradient is a convolution too, nothing is listed.
  const listed =
    parameters.backwardKernel === undefined ? [result.value, ...winners, ...(learns ? [lists] : [])] : []
  return {
    forward: [...values(input, output, result), ...winners, ...(fromPlanes ? [planes] : [])],
    backward:
      learns || input.gradient !== undefined
        ? [...(learns ? [input.value] : []), ...gradients(input, result), ...listed]
        : []
  }
}

function values(...nodes: readonly ImageNode[]): MemoryPlace[] {
  return nodes.map(({ value }) => value)
}

function gradients(...nodes: readonly ImageNode[]): MemoryPlace[] {
  return nodes.flatMap(({ gradient }) => gradient ?? [])
}
