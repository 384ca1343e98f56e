import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function tensorflowMethods({
  tensorflow
}: LabParts): Methods<
  'getTensorflow' | 'installTensorflow' | 'renewTensorflow' | 'cancelTensorflow' | 'removeTensorflow'
> {
  return {
    getTensorflow: async () => {
      await tensorflow.look()
      return tensorflow.notice()
    },
    installTensorflow: ({ source }) => withoutAnswer(() => tensorflow.begin(source)),
    renewTensorflow: () => withoutAnswer(() => tensorflow.beginRenewal()),
    cancelTensorflow: async () => {
      await tensorflow.cancel()
      return {}
    },
    removeTensorflow: async () => {
      await tensorflow.remove()
      return {}
    }
  }
}
