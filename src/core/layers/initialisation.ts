import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { z } from '../base/schema'
import type { LayerStart } from './layer-kind'
import type { Shape } from './shape'
import { pytorchIdentity, pytorchWhitening, tfjsIdentity, tfjsWhitening } from './start-code'
import { mostPatchValues, patchValues, whiteningFilters, whiteningImages } from './whitening'

/** How a convolution's filters can start other than at random. */
export const initialisation = z.enum(
  ['identity', 'whitening'],
  'initialisation must be "identity" or "whitening"; without it, filters start at random'
)
export type Initialisation = z.infer<typeof initialisation>

interface Convolution {
  readonly name: string
  readonly kernelSize: readonly [number, number]
  readonly filters: number
}

/**
 * The first filters pass one channel each on as it is, the others start at random: `torch.nn.init.dirac_` on the filters
 * for which there is a channel, whose biases start at 0. kernel: f32[kh, kw, in, filters].
 */
function identity({ kernelSize: [kh, kw], filters }: Convolution, channels: number): LayerStart {
  return {
    images: 0,
    fill(parameters) {
      const [kernel, bias] = parametersOf(parameters)
      const middle = (kh >> 1) * kw + (kw >> 1)
      for (let filter = 0; filter < identityFilters(filters, channels); filter++) {
        for (let i = filter; i < kernel.length; i += filters) kernel[i] = 0
        kernel[(middle * channels + filter) * filters + filter] = 1
        bias[filter] = 0
      }
    },
    pytorch: (layer) => pytorchIdentity(layer, identityFilters(filters, channels)),
    tfjs: tfjsIdentity
  }
}

/** How many of a convolution's filters start as the identity. */
function identityFilters(filters: number, channels: number): number {
  return Math.min(filters, channels)
}

/**
 * All filters start by whitening the patches of the training images; see `whiteningFilters`.
 * @throws LabError 'invalid-input' where their number is odd, or larger than that of directions and opposites
 */
function whitening({ name, kernelSize, filters }: Convolution, input: Shape, channels: number): LayerStart {
  const [height, width] = input
  const shape = [required(height, 'a height'), required(width, 'a width'), channels] as const
  const values = patchValues(kernelSize, channels)
  const patches = `a patch of ${kernelSize.join(' × ')} × ${channels}`
  if (values > mostPatchValues) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} cannot whiten: ${patches} has ${values} values, but at most ${mostPatchValues} can be whitened.`,
      'Make the kernel smaller, or let it start at random.'
    )
  }
  if (kernelSize[0] > shape[0] || kernelSize[1] > shape[1]) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} cannot whiten: its kernel of ${kernelSize.join(' × ')} is larger than the ${shape[0]} × ${shape[1]} image.`,
      'Make the kernel smaller, or let it start at random.'
    )
  }
  if (filters > mostWhiteningFilters(kernelSize, channels)) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} cannot whiten with ${filters} filters: ${patches} has ${values} values, so there are ${2 * values} filters at most.`,
      `Give ${name} ${2 * values} filters or fewer: one for each direction and one for its opposite.`
    )
  }
  if (filters % 2 === 1) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} cannot whiten with ${filters} ${filters === 1 ? 'filter' : 'filters'}: each filter needs one for the opposite direction.`,
      `Give ${name} an even number of filters.`
    )
  }
  return {
    images: whiteningImages(shape, kernelSize),
    fill(parameters, images) {
      const [kernel, bias] = parametersOf(parameters)
      const found = whiteningFilters(images, shape, kernelSize, filters)
      kernel.set(found.kernel)
      bias.set(found.bias)
    },
    pytorch: pytorchWhitening,
    tfjs: tfjsWhitening
  }
}

/** One for each direction of a patch, and one for its opposite. */
export function mostWhiteningFilters(kernelSize: readonly [number, number], channels: number): number {
  return 2 * patchValues(kernelSize, channels)
}

/** Whether filters of this size can whiten the patches of an image. */
export function canWhiten(kernelSize: readonly [number, number], [height, width, channels]: Shape): boolean {
  return (
    width !== undefined &&
    channels !== undefined &&
    kernelSize[0] <= height &&
    kernelSize[1] <= width &&
    patchValues(kernelSize, channels) <= mostPatchValues
  )
}

/** @throws LabError 'invalid-input' that names the layer where its filters cannot start so */
export function convolutionStart(
  layer: Convolution & { readonly initialisation?: Initialisation | undefined },
  input: Shape,
  channels: number
): LayerStart | undefined {
  switch (layer.initialisation) {
    case undefined:
      return undefined
    case 'identity':
      return identity(layer, channels)
    case 'whitening':
      return whitening(layer, input, channels)
  }
}

function parametersOf([kernel, bias]: readonly Float32Array[]): readonly [Float32Array, Float32Array] {
  return [required(kernel, 'a kernel'), required(bias, 'a bias')]
}
