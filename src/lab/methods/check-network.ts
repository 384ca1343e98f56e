import { classCount } from '../../core/infer-shapes'
import { LabError } from '../../core/lab-error'
import type { RunConfig } from '../../core/run-config'
import type { DatasetManifest } from '../dataset/manifest'

/** @throws LabError 'invalid-input' when sizes do not fit, or not to the data set */
export function checkNetwork({ model }: Pick<RunConfig, 'model'>, manifest: DatasetManifest): void {
  const [height, width, channels] = manifest.shape
  if (model.inputShape.join() !== manifest.shape.join()) {
    throw new LabError(
      'invalid-input',
      `The network takes images of ${model.inputShape.join(' x ')}, and those of ${manifest.name} have ${height} x ${width} x ${channels}.`,
      'Give the network the input shape of the data set.'
    )
  }
  const outputs = classCount(model)
  if (outputs !== manifest.classes.length) {
    throw new LabError(
      'invalid-input',
      `The network ends in ${outputs} outputs, and ${manifest.name} has ${manifest.classes.length} classes.`,
      'Give the last layer as many units as there are classes.'
    )
  }
}
