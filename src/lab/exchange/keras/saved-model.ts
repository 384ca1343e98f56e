import type { LabError } from '../../../core/base/lab-error'
import { invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'

/** The error for what TensorFlow itself saves. @param name of the file, for messages */
export function savedModel(name: string): LabError {
  return invalidCheckpoint(
    `${shown(name)} is a SavedModel of TensorFlow: it holds a program, not a network of layers.`,
    "Save the network in Keras with model.save('network.keras'), or convert it to ONNX with tf2onnx."
  )
}
