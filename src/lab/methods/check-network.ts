import { checkSize } from '../../core/model/check-size'
import { classCount } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import type { RunConfig } from '../../core/settings/run-config'
import type { DatasetManifest } from '../dataset/files/manifest'

/**
 * Whether a network can be used with a data set: asked before anything is stored or computed, on every way in.
 * @throws LabError 'invalid-input' when sizes do not fit, or not to the data set, or the network is too large
 */
export function checkNetwork(
  { model }: Pick<RunConfig, 'model'>,
  { name, shape, classes }: Pick<DatasetManifest, 'name' | 'shape' | 'classes'>
): void {
  checkSize(model)
  if (model.inputShape.join() !== shape.join()) {
    throw new LabError(
      'invalid-input',
      `The network takes ${model.inputShape.join(' × ')} images, ${name} has ${shape.join(' × ')}.`,
      `Use a network for images of ${shape.join(' × ')} (height × width × channels), or a data set of the network’s size.`
    )
  }
  const outputs = classCount(model)
  if (outputs !== classes.length) {
    throw new LabError(
      'invalid-input',
      `The network tells ${outputs} classes apart, ${name} has ${classes.length}.`,
      'Use a network whose last layer has as many units as there are classes.'
    )
  }
}
