import { z } from '../base/schema'

/** A kind of file in which other programs take a network. */
export interface NetworkFormat {
  /** For people. */
  readonly label: string
  /** Of the file's name, behind what the network is called. */
  readonly ending: string
  readonly mimeType: string
  /** What is in it and what reads it. */
  readonly about: string
  /** Whether it can hold the moving average of the weights in place of the weights. */
  readonly takesAverage: boolean
  /** Whether it can hold what is done to an image before the first layer. */
  readonly takesPreprocessing: boolean
  /** Whether it is a program with all that it needs, rather than a network. */
  readonly isProgram: boolean
  /** How the network takes images where that is not done. */
  readonly channels: 'first' | 'last'
  /** The lines that read it; undefined where no program has to be written. @param file its name */
  readonly code: ((file: string) => readonly string[]) | undefined
}

const binary = 'application/octet-stream'

/** Every format that a network is exported in, in the order in which people are offered them. */
export const networkFormats = {
  pytorch: {
    label: 'PyTorch',
    ending: '.pth',
    mimeType: binary,
    about:
      'The weights as a state dict, with the names and layouts of the class Net in the code beside Network. Every PyTorch since 1.6 reads it.',
    takesAverage: true,
    takesPreprocessing: false,
    isProgram: false,
    channels: 'first',
    code: (file) => ['net = Net()', `net.load_state_dict(torch.load('${file}', weights_only=True))`]
  },
  'pytorch-training': {
    label: 'PyTorch, to train on',
    ending: '-training.pth',
    mimeType: binary,
    about:
      'The weights and all that the optimizer keeps, such as the momentum of every weight, so that the training goes on in PyTorch. Needs PyTorch 2.',
    takesAverage: false,
    takesPreprocessing: false,
    isProgram: false,
    channels: 'first',
    code: (file) => [
      `saved = torch.load('${file}', weights_only=True)`,
      "net.load_state_dict(saved['model_state_dict'])",
      "optimizer.load_state_dict(saved['optimizer_state_dict'])"
    ]
  },
  'pytorch-project': {
    label: 'PyTorch project',
    ending: '-pytorch.zip',
    mimeType: 'application/zip',
    about:
      'A program that carries the training on from exactly here, on one device or several: the network, weights and optimizer, and the order in which the next images come. Needs PyTorch 1.13 or later.',
    takesAverage: false,
    takesPreprocessing: false,
    isProgram: true,
    channels: 'first',
    code: (file) => [
      `unzip ${file}`,
      `cd ${file.replace(/\.zip$/, '')}`,
      'python train_on.py',
      'torchrun --nproc_per_node=4 train_on.py'
    ]
  },
  safetensors: {
    label: 'safetensors',
    ending: '.safetensors',
    mimeType: binary,
    about:
      'The same weights, names and layouts as for PyTorch, in a file that can hold nothing but numbers. Model hubs and many libraries read it.',
    takesAverage: true,
    takesPreprocessing: false,
    isProgram: false,
    channels: 'first',
    code: (file) => [
      'from safetensors.torch import load_file',
      'net = Net()',
      `net.load_state_dict(load_file('${file}'))`
    ]
  },
  onnx: {
    label: 'ONNX',
    ending: '.onnx',
    mimeType: binary,
    about:
      'The network itself with its weights, which many programs and devices run: ONNX Runtime, browsers, phones.',
    takesAverage: true,
    takesPreprocessing: true,
    isProgram: false,
    channels: 'first',
    code: (file) => [
      'import onnxruntime',
      `session = onnxruntime.InferenceSession('${file}')`,
      "scores = session.run(['scores'], {'image': images})[0]"
    ]
  },
  keras: {
    label: 'Keras',
    ending: '.keras',
    mimeType: 'application/zip',
    about:
      'The network itself with its weights. Keras 3 reads it, with TensorFlow, PyTorch or JAX behind it.',
    takesAverage: true,
    takesPreprocessing: true,
    isProgram: false,
    channels: 'last',
    code: (file) => [
      'import keras',
      `model = keras.models.load_model('${file}')`,
      'scores = model.predict(images)'
    ]
  },
  h5: {
    label: 'Keras 2 (HDF5)',
    ending: '.h5',
    mimeType: 'application/x-hdf5',
    about:
      'The network itself with its weights, as Keras 2 wrote it. Keras 2 and 3 and many converters read it.',
    takesAverage: true,
    takesPreprocessing: true,
    isProgram: false,
    channels: 'last',
    code: (file) => [
      'import keras',
      `model = keras.models.load_model('${file}', compile=False)`,
      'scores = model.predict(images)'
    ]
  },
  tfjs: {
    label: 'TensorFlow.js',
    ending: '-tfjs.zip',
    mimeType: 'application/zip',
    about:
      'The network itself with its weights, as a layers model: model.json and weights.bin, for web pages and Node.',
    takesAverage: true,
    takesPreprocessing: false,
    isProgram: false,
    channels: 'last',
    code: (file) => [
      `// Unpack ${file}.`,
      `const model = await tf.loadLayersModel('${file.replace(/\.zip$/, '')}/model.json')`,
      'const scores = model.predict(images)'
    ]
  },
  page: {
    label: 'Web page',
    ending: '.html',
    mimeType: 'text/html',
    about:
      'One file that runs the network in a browser, without a connection: it takes a picture and shows what the network says. For people who have no Tenfold.',
    takesAverage: true,
    takesPreprocessing: false,
    isProgram: true,
    channels: 'last',
    code: undefined
  }
} as const satisfies Readonly<Record<string, NetworkFormat>>

export type NetworkFormatId = keyof typeof networkFormats
/** Those for programs. */
export const programFormatIds = [
  'pytorch',
  'pytorch-training',
  'pytorch-project',
  'safetensors',
  'onnx',
  'keras',
  'h5',
  'tfjs'
] as const satisfies readonly NetworkFormatId[]
export type ProgramFormatId = (typeof programFormatIds)[number]
export const networkFormatIds = [...programFormatIds, 'page'] as const satisfies readonly NetworkFormatId[]
export const networkFormatId = z.enum(networkFormatIds, `must be one of ${networkFormatIds.join(', ')}`)
