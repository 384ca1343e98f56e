import { ownCommand } from '../../core/base/own-command'
import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'

export interface TensorflowFailure {
  readonly reason: string
  readonly remedy: string
}

const setUp = `Open Devices and set TensorFlow up, or run: ${ownCommand} devices install tensorflow`
const setUpAgain = `Open Devices and set TensorFlow up again, or run: ${ownCommand} devices install tensorflow`

/** No library was ever set up. */
export const notInstalled: TensorflowFailure = {
  reason: 'TensorFlow has not been set up.',
  remedy: `${setUp}. Tenfold can use the TensorFlow of a Python environment.`
}

const known: readonly { readonly sign: RegExp; readonly explain: (match: string) => TensorflowFailure }[] = [
  {
    sign: /libtensorflow[\w.]*(?=: cannot open shared object file)|libtensorflow[\w.]*\.dylib(?=.*(image not found|no such file))/i,
    explain: (library) => ({
      reason: `TensorFlow’s library ${library} is no longer where the binding expects it.`,
      remedy: `Its Python environment was moved, changed or removed. ${setUpAgain}.`
    })
  },
  {
    sign: /libcuda\.so[\w.]*(?=: cannot open shared object file)/,
    explain: (library) => ({
      reason: `the NVIDIA driver is missing (${library}).`,
      remedy: 'Install NVIDIA’s driver for this GPU, then start Tenfold again.'
    })
  },
  {
    sign: /lib(?:cu|nv)[\w.-]*(?=: cannot open shared object file)/i,
    explain: (library) => ({
      reason: `CUDA’s library ${library} is missing.`,
      remedy: 'Install CUDA and cuDNN for this TensorFlow: pip install "tensorflow[and-cuda]" installs both.'
    })
  },
  {
    sign: /\.node(?=: cannot open shared object file)/,
    explain: () => ({ reason: 'the binding’s file is missing.', remedy: `${setUpAgain}.` })
  },
  {
    sign: /[\w.+-]+\.so[\w.]*(?=: cannot open shared object file)/,
    explain: (library) => ({
      reason: `the system library ${library} is missing.`,
      remedy: `Install the system package that contains ${library}.`
    })
  },
  {
    sign: /\b(?:GLIBC|GLIBCXX|CXXABI)_[\d.]+(?=' not found)/,
    explain: (version) => ({
      reason: `this TensorFlow needs a newer system (${version}).`,
      remedy: 'Use an older TensorFlow, or a newer operating system.'
    })
  },
  {
    sign: /invalid ELF header|wrong ELF class|incompatible architecture|not a valid Win32 application/i,
    explain: () => ({
      reason: 'the binding was built for another kind of processor or system.',
      remedy: `${setUpAgain}.`
    })
  },
  {
    sign: /undefined symbol: \w+|symbol not found|did not self-register|is not the binding/i,
    explain: (symbol) => ({
      reason: `the binding no longer fits this TensorFlow (${symbol}).`,
      remedy: `TensorFlow was changed after the binding was built. ${setUpAgain}.`
    })
  },
  {
    sign: /(?:no such file or directory|cannot find module|cannot open shared object file)/i,
    explain: () => ({ reason: 'the binding’s file is missing.', remedy: `${setUpAgain}.` })
  }
]

/** Why the binding could not be loaded, from what the system's loader said. */
export function loadFailure(thrown: unknown): TensorflowFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  for (const { sign, explain } of known) {
    const match = sign.exec(message)
    if (match !== null) return explain(match[0])
  }
  return { reason: `its library cannot be loaded: ${message}`, remedy: `${setUpAgain}.` }
}

const outOfMemory = /OOM|RESOURCE_EXHAUSTED|out of memory|failed to allocate|ALLOC_FAILED/i
const deviceLost =
  /illegal memory access|CUDA_ERROR|device(?:-side)? (?:lost|assert)|Unexpected Event status|Xid|INTERNAL: .*(?:CUDA|cuDNN|stream)/i

/** What TensorFlow said while it ran, as an error for people. */
export function runFailure(thrown: unknown, batchSize: number): LabError {
  if (thrown instanceof LabError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (outOfMemory.test(message)) {
    const smaller = Math.max(1, Math.floor(batchSize / 2))
    return new LabError(
      'engine-unavailable',
      `The device’s memory is too small for a batch of ${formatCount(batchSize)} images.`,
      batchSize === 1
        ? 'Close other programs that use the device and resume the run, or continue with another engine under Devices.'
        : `Train with a batch size of ${formatCount(smaller)}, or close other programs that use the device and resume the run from its last checkpoint. Under Devices, you can also continue with another engine.`,
      thrown
    )
  }
  if (deviceLost.test(message)) {
    return new LabError(
      'engine-unavailable',
      'The GPU stopped working during training.',
      'Resume from the last checkpoint, or continue with another engine under Devices. If it happens again, check the driver and the GPU’s temperature.',
      thrown
    )
  }
  return new LabError(
    'internal',
    `TensorFlow refused to run the network: ${message}`,
    'Choose another engine. If it happens again, report it with the text under “cause”.',
    thrown
  )
}
