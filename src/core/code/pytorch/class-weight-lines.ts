import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line } from '../code-line'
import { classWeightLinesText as say } from './class-weight-lines.text'

/** Counts the images of each class and weighs these in the loss, before training: loader workers need none of it. */
export function classWeightLines(config: RunConfig, { classes }: DatasetInfo): readonly CodeLine[] {
  if (config.classWeights === 'equal') return []
  return [
    line('classWeights', say.counts)`    counts = torch.zeros(${classes.length})`,
    line('classWeights', say.eachImage)`    for _, label in train_set:`,
    line('classWeights', say.count)`        counts[label] += 1`,
    line('classWeights', say.share)`    share = len(train_set) / ${classes.length}`,
    line('classWeights', say.weights)`    weights = share / counts`,
    line('classWeights', say.set)`    criterion.weight = weights.to(device)`
  ]
}
