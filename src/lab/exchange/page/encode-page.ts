import { LabError } from '../../../core/base/lab-error'
import { parseInput } from '../../../core/base/parse-input'
import { type ImageShape, imageShape } from '../../../core/data/dataset-info'
import { mostPageWeights, type PageContent } from '../../../core/exchange/page-content'
import { formatBytesInTenths } from '../../../core/format/format-bytes'
import { layerLine } from '../../../core/layers/layer-line'
import { classCount, countParameters, parameterShapes } from '../../../core/model/infer-shapes'
import { pixelTransforms } from '../../../core/model/pixel-range'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { layersModelTopology } from '../../checkpoint/encode-layers-model'
import { encodeValues, valueBytes } from '../../checkpoint/weight-values'
import { chosenWeights } from '../chosen-weights'
import { pageDocument } from './page-document'
import type { PageFiles } from './page-files'

export interface PageOptions {
  /** The moving average of the weights in place of the weights. */
  readonly averaged: boolean
  /** Of the run. */
  readonly name: string
  /** What these weights get right of the test images, where it was measured. */
  readonly accuracy: PageContent['accuracy'] | undefined
  readonly samples: PageContent['samples']
  readonly files: PageFiles
  /** Tenfold's. */
  readonly version: string
}

/**
 * A network as a page that runs it in a browser: the same bytes for the same network and options.
 * @throws LabError 'unsupported' for a network that is too large, 'invalid-input' for an average that is not there or
 * images that no picture can be fitted to, 'diverged' when weights are not finite
 */
export function encodePage(checkpoint: Checkpoint, options: PageOptions): Uint8Array {
  const { averaged, name, accuracy, samples, files, version } = options
  const { config, classes, dataset, epoch, position } = checkpoint
  const { model } = config
  const parameters = parameterShapes(model)
  requireSmall(valueBytes(parameters))
  const values = chosenWeights(checkpoint, averaged).map((weight) => weight.values)
  const weights = encodeValues(values, 'weights')
  const [height, width, channels]: ImageShape = parseInput(
    imageShape,
    model.inputShape,
    'The size of the network’s images'
  )
  const content: PageContent = {
    network: name,
    ...(dataset === undefined ? {} : { dataset: dataset.name }),
    classes: namesOf(classes, classCount(model)),
    inputShape: [height, width, channels],
    transforms: pixelTransforms(model).map(({ scale, offset }) => ({ scale, offset })),
    parameters: countParameters(model),
    layers: model.layers.map((layer) => ({ name: layer.name, line: layerLine(layer) })),
    ...(epoch === 0 ? {} : { trained: { steps: position.step, epochs: epoch } }),
    averaged,
    ...(accuracy === undefined ? {} : { accuracy }),
    samples,
    topology: layersModelTopology(model),
    parameterShapes: parameters.map((parameter) => ({ name: parameter.name, shape: [...parameter.shape] })),
    version,
    licences: files.licences
  }
  const title = dataset === undefined ? name : `${dataset.name} classifier · ${name}`
  const text = pageDocument(title, files, content, Buffer.from(weights).toString('base64'))
  return new TextEncoder().encode(text)
}

function requireSmall(bytes: number): void {
  if (bytes <= mostPageWeights) return
  throw new LabError(
    'unsupported',
    `The network’s weights take ${formatBytesInTenths(bytes)}, and a page can hold ${formatBytesInTenths(mostPageWeights)}.`,
    'Export it as ONNX instead, or train a network with fewer parameters.'
  )
}

/** A network from elsewhere may come without the names of its classes. */
function namesOf(classes: readonly string[], count: number): string[] {
  return classes.length === count
    ? [...classes]
    : Array.from({ length: count }, (_, label) => `class ${label + 1}`)
}
