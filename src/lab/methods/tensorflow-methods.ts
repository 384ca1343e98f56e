import type { LabParts, Methods } from './lab-parts'
import { promptly } from './promptly'

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
    installTensorflow: ({ source }) => promptly(() => tensorflow.begin(source)),
    renewTensorflow: () => promptly(() => tensorflow.beginRenewal()),
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
