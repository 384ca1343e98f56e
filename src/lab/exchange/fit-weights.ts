import { fromTorch, torchParameters, type TorchParameter } from '../../core/exchange/torch-parameters'
import { isCompleteMatch, matchTensors, sameShape, spareTensors } from '../../core/exchange/match-tensors'
import { otherClasses } from '../../core/exchange/other-classes'
import { classCount } from '../../core/model/infer-shapes'
import { type ModelSpec } from '../../core/model/model-spec'
import { withPixels } from '../../core/model/pixel-range'
import type { NamedTensor } from '../../core/model/weights'
import type { Checkpoint } from '../../core/training/checkpoint'
import { requireClasses } from '../checkpoint/class-labels'
import { invalidCheckpoint, shown } from '../checkpoint/invalid-checkpoint'
import { untrained } from '../checkpoint/training-content'
import type { WeightsFile } from './network-file'
import { withOtherClasses } from './with-other-classes'
import { withSpareTensors } from './with-spare-tensors'

/**
 * Puts the weights of a file into a network.
 * @param chosen for each parameter the place of its tensor in the file; found by names and shapes where it is left out
 * @throws LabError 'checkpoint-invalid' where a parameter has no tensor of its shape
 */
export function fitWeights(
  file: WeightsFile,
  model: ModelSpec,
  chosen: readonly number[] | undefined
): Checkpoint {
  const parameters = torchParameters(model)
  const found = matchTensors(parameters, file.tensors)
  const places = chosen ?? found.map(({ tensor }) => tensor)
  if (chosen === undefined && !isCompleteMatch(found, file.tensors)) throw misfit(file, found)
  const weights = parameters.map((parameter, i) => take(file, parameter, places[i]))
  if (file.classes !== undefined) requireClasses(shown(file.name), file.classes, classCount(model))
  const spec = file.pixels === undefined ? model : withPixels(model, file.pixels)
  return untrained({ ...spec, layers: model.layers }, weights, {
    pixels: file.pixels !== undefined,
    labels: file.classes
  })
}

function take(file: WeightsFile, parameter: TorchParameter, place: number | undefined): NamedTensor {
  const tensor = place === undefined ? undefined : file.tensors[place]
  const { name, shape } = parameter.parameter
  if (tensor === undefined)
    throw invalidCheckpoint(`${shown(file.name)} has no tensor for ${parameter.name}.`, chooseAnother)
  if (!sameShape(tensor.shape, parameter.shape)) {
    throw invalidCheckpoint(
      `${shown(tensor.name)} in ${shown(file.name)} has shape [${tensor.shape.join(', ')}], but ${parameter.name} needs [${parameter.shape.join(', ')}].`,
      chooseAnother
    )
  }
  const values = fromTorch(parameter, tensor.values)
  if (name.endsWith('/moving_variance') && values.some((value) => value < 0)) {
    throw invalidCheckpoint(
      `${shown(tensor.name)} in ${shown(file.name)} has negative values, but a variance is never negative.`,
      chooseAnother
    )
  }
  return { name, shape, values }
}

const chooseAnother = 'Choose the network that these weights belong to, or another file.'

function misfit(file: WeightsFile, found: ReturnType<typeof matchTensors>): Error {
  const classes = otherClasses(found, file.tensors)
  if (classes !== undefined) return withOtherClasses(file.name, 'the network', classes)
  const missing = found.find(({ tensor }) => tensor === undefined)?.parameter
  if (missing === undefined)
    return withSpareTensors(file.name, 'the network', spareTensors(found, file.tensors))
  return invalidCheckpoint(
    `${shown(file.name)} has no tensor of shape [${missing.shape.join(', ')}] for ${missing.name}.`,
    chooseAnother
  )
}
