import { formatCount } from '../../format/format-number'
import { alternatingLines, heldLines } from '../pytorch/augmentation-lines'
import { imageLines } from '../pytorch/data-lines'
import { nameLines } from '../name-lines'
import type { CarriedTraining } from './carried-training'
import { when, written } from './script-lines'

/** The images, and the order in which they are trained on. */
export function dataPart(training: CarriedTraining): readonly string[] {
  const { config, dataset, needsFolder } = training
  const { batchSize, workers, validationSplit, seed } = config
  const { images } = dataset.splits.train
  const held = validationSplit > 0
  return [
    ...when(
      !needsFolder,
      '# One process of each machine downloads the data set. The others wait, and find it there.',
      "if together and __name__ == '__main__' and local_rank != 0:",
      '    dist.barrier()'
    ),
    ...(needsFolder ? folderLines(training) : downloadLines(training)),
    ...when(
      !needsFolder,
      "if together and __name__ == '__main__' and local_rank == 0:",
      '    dist.barrier()'
    ),
    `if len(train_set) != ${images}:`,
    `    raise SystemExit(f'The training had ${formatCount(images)} training images. Here are {len(train_set)}.')`,
    '',
    '# The rows of the training images that are trained on: the images that are held back are not among them.',
    "rows = np.load(f'{here}/order/training.npy', allow_pickle=False)",
    ...when(
      held,
      "held_rows = np.load(f'{here}/order/validation.npy', allow_pickle=False)",
      'held_set = Subset(train_set, held_rows.tolist())'
    ),
    ...(held ? written(heldLines(config, dataset, needsFolder ? 'None' : 'transform')) : []),
    ...written(alternatingLines(config, dataset)),
    ...when(
      config.flip === 'alternating',
      "# Tenfold's own coins: which images are mirrored in the first epoch.",
      "mirrored = np.load(f'{here}/order/mirrored.npy', allow_pickle=False)",
      'train_set.first[:] = False',
      'train_set.first[mirrored.tolist()] = True'
    ),
    '',
    '# The batches of an epoch, or of what is left of it: lists of rows. Tenfold has written down its order of the next',
    '# epochs; after those, a shuffle that is the same in every process takes its place.',
    'def batches_of(epoch):',
    "    path = f'{here}/order/epoch-{epoch + 1}.npy'",
    '    if os.path.exists(path):',
    '        order = np.load(path, allow_pickle=False).tolist()',
    '    else:',
    `        order = np.random.default_rng([${seed}, epoch]).permutation(rows).tolist()`,
    `    return [order[i:i + ${batchSize}] for i in range(0, len(order), ${batchSize})]`,
    '',
    '# A process takes its share of every batch: the batches are the same, however many processes there are. Where a batch',
    '# has fewer images than there are processes, the loader takes one all the same, which is left out of the loss.',
    'def share_of(batch):',
    '    return batch[rank::world]',
    '',
    'def loader_of(batches):',
    '    shares = [share_of(batch) or batch[:1] for batch in batches]',
    `    return DataLoader(train_set, batch_sampler=shares, num_workers=${workers})`,
    '',
    `test_loader = DataLoader(test_set, batch_size=${batchSize}, num_workers=${workers})`,
    ...when(held, `held_loader = DataLoader(held_set, batch_size=${batchSize}, num_workers=${workers})`),
    'classes = (',
    ...written(nameLines('classes', '    ', dataset.classes, ')', () => ''))
  ]
}

/** Tenfold's own files. */
function folderLines({ config, dataset }: CarriedTraining): readonly string[] {
  const { train, test } = dataset.splits
  const files = [...train.files, ...test.files].map((name) => `'${name}'`)
  return [
    `for name in (${files.join(', ')}):`,
    '    if not os.path.isfile(os.path.join(options.data, name)):',
    "        raise SystemExit(f'{options.data} has no {name}: README.txt says which folder --data has to name.')",
    ...written(imageLines(config, dataset, false, 'options.data'))
  ]
}

function downloadLines({ config, dataset }: CarriedTraining): readonly string[] {
  return [
    'try:',
    ...written(imageLines(config, dataset, false, 'options.data'), '    '),
    'except (OSError, RuntimeError) as problem:',
    "    raise SystemExit(f'The images are not in {options.data!r}, and they could not be downloaded: {problem}. '",
    "                     'README.txt says what the folder has to hold.')"
  ]
}
