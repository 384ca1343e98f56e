import type { NetworkFormatId } from '../../../core/exchange/network-formats'

/** What people want to do with a network, in the order in which it is offered. */
export const formatPurposes = {
  run: 'Run it elsewhere',
  train: 'Carry on training',
  show: 'Show it'
} as const
export type FormatPurpose = keyof typeof formatPurposes

/** What each format is for, in a few words. */
export const formatUses: Readonly<Record<NetworkFormatId, { purpose: FormatPurpose; use: string }>> = {
  pytorch: { purpose: 'run', use: 'Weights for the class Net' },
  safetensors: { purpose: 'run', use: 'Weights for model hubs' },
  onnx: { purpose: 'run', use: 'ONNX Runtime, browsers, phones' },
  keras: { purpose: 'run', use: 'TensorFlow, PyTorch or JAX' },
  h5: { purpose: 'run', use: 'Keras 2 and many converters' },
  tfjs: { purpose: 'run', use: 'Your own web page, or Node' },
  'pytorch-training': { purpose: 'train', use: 'In a script of your own' },
  'pytorch-project': { purpose: 'train', use: 'With a script that is ready to run' },
  page: { purpose: 'show', use: 'For people without Tenfold' }
}
