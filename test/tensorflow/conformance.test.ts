import { describe, inject, test } from 'vitest'
import { tensorflowEngine } from '../../src/engine/tensorflow/engine'
import { testConformance } from '../engine-conformance/conformance'

const tensorflow = inject('tensorflow')

if ('reason' in tensorflow) {
  describe('TensorFlow', () => {
    test.skip(`conforms to the reference loops (${tensorflow.reason})`)
  })
} else {
  process.env['TENFOLD_TENSORFLOW'] = tensorflow.binding
  // Its threads are made once for a process, so that numbers of threads cannot be compared in one.
  testConformance('tensorflow', tensorflowEngine, {
    threads: [],
    prediction: 'rounding',
    randomNetworks: 60
  })
}
