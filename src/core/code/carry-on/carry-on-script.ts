import { networkLines } from '../pytorch/network-lines'
import { optimizerLines } from '../pytorch/optimizer-lines'
import { scheduleLines } from '../pytorch/schedule-lines'
import { beginningLines } from './beginning-lines'
import { type CarriedTraining, hasBatchNorm } from './carried-training'
import { dataPart } from './data-part'
import { loopPart } from './loop-part'
import { when, written } from './script-lines'
import { validateLines } from './stopping-part'

const noStart = { setUp: [], network: [], train: [] }

/**
 * A PyTorch program that carries a training on from a checkpoint: the parts of the generated script, with weights,
 * optimizer and order of the images from files beside it, in one process or in several.
 */
export function carryOnScript(training: CarriedTraining): string {
  const { config, dataset, shapes, stem, orders } = training
  const [made, ...scheduler] = scheduleLines(config, dataset)
  const steps = orders.stepsPerEpoch * config.epochs
  const lines = [
    ...beginningLines(training),
    '',
    ...dataPart(training),
    '',
    ...written(networkLines(config.model, shapes, noStart, [])),
    '',
    ...written(optimizerLines(config, shapes)),
    "# The sum over a process's images: divided by what the whole batch counts, it is its share of the batch's mean.",
    "criterion.reduction = 'sum'",
    ...validateLines(training),
    '',
    '# A number of each process, added up.',
    'def over_all(number):',
    '    if not together:',
    '        return number',
    '    total = torch.tensor(number, dtype=torch.float64, device=device)',
    '    dist.all_reduce(total)',
    '    return total.item()',
    '',
    "if __name__ == '__main__':",
    '    # Weights and optimizer as they were. PyTorch 1 cannot check files with bare numbers in them.',
    "    checked = not torch.__version__.startswith('1.')",
    `    saved = torch.load(f'{here}/${stem}-training.pth', map_location='cpu', weights_only=checked)`,
    "    net.load_state_dict(saved['model_state_dict'])",
    "    optimizer.load_state_dict(saved['optimizer_state_dict'])",
    "    step = saved['step']",
    ...when(
      hasBatchNorm(config.model),
      '    # Batch normalisation takes its statistics over the whole batch. PyTorch does this on graphics cards only: on the',
      '    # CPU, each process takes those of its own share.',
      '    if together and cuda:',
      '        net = nn.SyncBatchNorm.convert_sync_batchnorm(net)'
    ),
    ...(made === undefined
      ? []
      : [
          '    # The scheduler, brought to this step.',
          `    steps = ${steps}`,
          ...written(scheduler, '    '),
          '    with warnings.catch_warnings():',
          '        # It expects a step of the optimizer before each of its own.',
          "        warnings.simplefilter('ignore')",
          '        for _ in range(min(step, steps - 1)):',
          '            scheduler.step()'
        ]),
    ...weightLines(training),
    ...loopPart(training, made !== undefined)
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** How much each class counts, by the images that are trained on. */
function weightLines({ config, dataset }: CarriedTraining): readonly string[] {
  return when(
    config.classWeights === 'balanced',
    '    # Each class counts the more the fewer of its images are trained on.',
    `    counts = torch.zeros(${dataset.classes.length})`,
    '    for row in rows.tolist():',
    '        counts[train_set[row][1]] += 1',
    `    criterion.weight = (len(rows) / ${dataset.classes.length} / counts).to(device)`
  )
}
