import type { Dialect } from '../../core/code/dialect'

export const languageNames: Readonly<Record<Dialect, string>> = {
  pytorch: 'PyTorch',
  tfjs: 'TensorFlow.js'
}
