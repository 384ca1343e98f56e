import { hasChain } from '../pytorch/augmentation-lines'
import { formatCount } from '../../format/format-number'
import { formatRate } from '../../format/format-rate'
import { rateFactor } from '../../schedules/rate-factor'
import { type TorchvisionSet, torchvisionSet } from '../pytorch/torchvision-set'
import { type CarriedTraining, hasBatchNorm } from './carried-training'

/** What stands beside the script: plain text. */
export function carryOnReadMe(training: CarriedTraining): string {
  const { dataset, position, stem, needsFolder } = training
  const data = needsFolder ? ' --data <folder>' : ''
  const scipy = torchvisionSet(dataset)?.className === 'SVHN' ? ' scipy' : ''
  const paragraphs = [
    `A training of Tenfold, to be carried on in PyTorch from step ${formatCount(position.step)}.`,
    [
      `  pip install torch torchvision${scipy}`,
      `  python train_on.py${data}`,
      `  torchrun --nproc_per_node=4 train_on.py${data}      with 4 processes: on 4 graphics cards, or on the CPU`
    ].join('\n'),
    [
      '  train_on.py                the program; “python train_on.py --help” lists its options',
      `  ${`${stem}-training.pth`.padEnd(26)} the weights, and what the optimizer keeps`,
      '  order/                     rows of the training images (NumPy, int32): epoch-<n>.npy in the order in which Tenfold',
      '                             would take them next, and the rows that are trained on and held back'
    ].join('\n'),
    'It needs PyTorch 1.13 or later, and PyTorch 2 for torchrun. PyTorch 2 reads the weights in a mode that runs nothing in the file.',
    images(training),
    ...whatIsLeft(training),
    same(training),
    ...different(training),
    processes(training),
    `At the end it writes ${stem}.pth, and on the way step.pth. Tenfold loads both: “Load checkpoint” in Evaluate.`
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function images({ dataset, needsFolder }: CarriedTraining): string {
  const set = torchvisionSet(dataset)
  return needsFolder || set === undefined
    ? `The images are read from Tenfold’s own files, because their order and their pixels are those of the training: <folder> is datasets/${dataset.id} in Tenfold’s data folder. Copy it to where you train. If the data set has been changed in Tenfold since, it is another one.`
    : `torchvision downloads the data set (${formatCount(megabytes(set))} MB) into the folder “data”, if it is not there, which takes a connection. Without one, “--data” names a folder that holds ${set.keeps}, as torchvision keeps the files.`
}

function megabytes({ download, testDownload }: TorchvisionSet): number {
  return testDownload === undefined ? download : download + testDownload
}

function whatIsLeft({ config, orders }: CarriedTraining): readonly string[] {
  const { first, left, epochs, stepsPerEpoch } = orders
  const steps = stepsPerEpoch * config.epochs
  const told = `There are files of the order up to epoch ${formatCount(first + epochs.length)}. After that, the program shuffles by itself, in every process alike.`
  if (left > 0) {
    return [
      `It goes on in epoch ${formatCount(first + 1)} and stops at the end of epoch ${formatCount(config.epochs)}, as the run would. “--epochs N” trains N epochs instead, the rest of one under way included; what comes after the last epoch of the run has the learning rate of its last step.`,
      ...(epochs.length < left ? [told] : [])
    ]
  }
  const last = config.optimizer.learningRate * rateFactor(config, steps)(steps - 1)
  return [
    `The run had come to its end, so the program trains one further epoch, or as many as “--epochs N” says, at the learning rate of the run’s last step: ${formatRate(last)}. ${told}`
  ]
}

function same({ config }: CarriedTraining): string {
  const rest = [
    ...(config.schedule === 'constant' && config.warmup === 0 ? [] : ['the place in the schedule']),
    ...(config.flip === 'alternating' ? ['which images are mirrored'] : []),
    ...(config.ema > 0 ? ['the moving average of the weights'] : []),
    ...(config.patience > 0 ? ['the best epoch so far'] : [])
  ]
  return `The same as in Tenfold: ${['the network', 'its weights', 'what the optimizer keeps', ...rest].join(', ')}, and the images of every batch. The losses are those that Tenfold would have. Both round differently, so after some hundred steps they begin to differ, and the results are alike, but not the same.`
}

function different({ config }: CarriedTraining): readonly string[] {
  const { model, patience } = config
  const drops = model.layers.some(({ type }) => type === 'dropout')
  return [
    ...(hasChain(config)
      ? [
          'Not the same: how each image is changed. The kinds and strengths of the augmentation are Tenfold’s, but the random numbers are PyTorch’s.'
        ]
      : []),
    ...(drops ? ['Not the same: which values dropout sets to 0. PyTorch draws them by itself.'] : []),
    ...(patience > 0
      ? [
          'The weights of the best epoch before this step are not in here. If no later epoch is better, its checkpoint in Tenfold is the result.'
        ]
      : [])
  ]
}

function processes({ config }: CarriedTraining): string {
  const gradient = `With torchrun, each process takes its share of every batch of ${formatCount(config.batchSize)}, and the gradient is the mean over the whole batch, also where the shares differ: the training is the same as with one process. On the processor of one computer it is no faster, and often slower: the processes share the same cores.`
  return hasBatchNorm(config.model)
    ? `${gradient} Batch normalisation takes its statistics over the whole batch on graphics cards. On the CPU, PyTorch cannot do that: each process takes those of its own share, which should be two images or more, so the losses differ from those of one process.`
    : gradient
}
