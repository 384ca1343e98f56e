import { describe, expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { loadFailure, runFailure } from './failure'

describe('a binding that cannot be loaded', () => {
  test.each([
    [
      'TensorFlow was removed or moved',
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
      'TensorFlow’s library libtensorflow_cc.so.2 is no longer where the binding expects it.',
      'devices install tensorflow'
    ],
    [
      'CUDA of another version',
      'libcudart.so.11.0: cannot open shared object file: No such file or directory',
      'CUDA’s library libcudart.so.11.0 is missing.',
      'pip install "tensorflow[and-cuda]"'
    ],
    [
      'cuDNN missing',
      'libcudnn.so.9: cannot open shared object file: No such file or directory',
      'CUDA’s library libcudnn.so.9 is missing.',
      'cuDNN'
    ],
    [
      'no driver',
      'libcuda.so.1: cannot open shared object file: No such file or directory',
      'the NVIDIA driver is missing',
      'Install NVIDIA’s driver'
    ],
    [
      'a system library missing',
      'libgomp.so.1: cannot open shared object file: No such file or directory',
      'the system library libgomp.so.1 is missing.',
      'contains libgomp.so.1'
    ],
    [
      'an old system',
      "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /x/libtensorflow_cc.so.2)",
      'this TensorFlow needs a newer system (GLIBC_2.38).',
      'older TensorFlow'
    ],
    ['another processor', '/x/tfjs_binding.node: invalid ELF header', 'another kind of processor', 'again'],
    [
      'another TensorFlow',
      '/x/tfjs_binding.node: undefined symbol: TFE_NewContext',
      'no longer fits this TensorFlow',
      'again'
    ],
    [
      'another addon',
      "Module did not self-register: '/x/empty.node'.",
      'no longer fits this TensorFlow',
      'again'
    ],
    [
      'its file is missing',
      '/x/tfjs_binding.node: cannot open shared object file: No such file or directory',
      'the binding’s file is missing.',
      'again'
    ],
    ['anything else', 'Somebody sat on the disk', 'cannot be loaded: Somebody sat on the disk', 'again']
  ])('%s', (_, message, reason, remedy) => {
    const explained = loadFailure(new Error(message))
    expect(explained.reason).toContain(reason)
    expect(explained.remedy).toContain(remedy)
  })
})

describe('a failure while it runs', () => {
  test('out of memory suggests half the batch size, and says that the run goes on', () => {
    const error = runFailure(
      new Error('Session fail to run with error: OOM when allocating tensor with shape[512,28,28,6]'),
      512
    )
    expect(error.code).toBe('engine-unavailable')
    expect(error.message).toBe('The device’s memory is too small for a batch of 512 images.')
    expect(error.hint).toContain('batch size of 256')
    expect(error.hint).toContain('last checkpoint')
  })

  test('out of memory with a single image suggests no smaller batch', () => {
    expect(runFailure(new Error('RESOURCE_EXHAUSTED: failed to allocate memory'), 1).hint).toContain(
      'another engine under Devices'
    )
  })

  test.each([
    'INTERNAL: CUDA error: an illegal memory access was encountered',
    'Failed to query event: CUDA_ERROR_LAUNCH_FAILED',
    'could not synchronize on CUDA context: CUDA_ERROR_ECC_UNCORRECTABLE'
  ])('a lost device: %s', (message) => {
    const error = runFailure(new Error(message), 4)
    expect(error.message).toBe('The GPU stopped working during training.')
    expect(error.hint).toContain('last checkpoint')
  })

  test('anything else carries what TensorFlow said', () => {
    const error = runFailure(new Error('No OpKernel was registered'), 4)
    expect(error.code).toBe('internal')
    expect(error.message).toContain('No OpKernel was registered')
  })

  test('an error for people stays as it is', () => {
    const error = new LabError('invalid-input', 'No.', 'Yes.')
    expect(runFailure(error, 4)).toBe(error)
  })
})
