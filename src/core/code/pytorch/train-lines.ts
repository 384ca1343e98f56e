import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { finishedLine } from '../../training/running-loss'
import { type CodeLine, codeLine as line } from '../code-line'
import { augmentationLinesText } from './augmentation-lines.text'
import { makeAverageLines, moveAverageLines } from './average-lines'
import {
  addLossLines,
  restoreLines,
  startLossLines,
  startStoppingLines,
  stopLines
} from './early-stopping-lines'
import { classWeightLines } from './class-weight-lines'
import { nextRateLines } from './schedule-lines'
import { needsModes } from './needs-modes'
import { trainLinesText } from './train-lines.text'

/** The training loop. @param start lines that set weights from training images, indented */
export function trainLines(
  config: RunConfig,
  dataset: DatasetInfo,
  start: readonly CodeLine[]
): readonly CodeLine[] {
  const say = trainLinesText(config, dataset)
  const { epochs, clip, logEvery, checkpointEvery } = config
  const hasModes = needsModes(config.model)
  return [
    line('mainGuard', say.mainGuard)`if __name__ == '__main__':`,
    ...start,
    ...classWeightLines(config, dataset),
    ...makeAverageLines(config),
    ...startStoppingLines(config),
    line('epochs', say.epochs)`    for epoch in range(${epochs}):`,
    ...(config.flip === 'alternating'
      ? [line('flip', augmentationLinesText(config, dataset).setEpoch)`        train_set.epoch = epoch`]
      : []),
    ...(hasModes ? [line('modes', say.trainMode)`        net.train()`] : []),
    line('logEvery', say.runningLoss)`        running_loss = 0.0`,
    line('batchSize', say.enumerate)`        for i, data in enumerate(train_loader):`,
    line('batchSize', say.inputs)`            inputs = data[0].to(device)`,
    line('batchSize', say.labels)`            labels = data[1].to(device)`,
    line('zeroGrad', say.zeroGrad)`            optimizer.zero_grad()`,
    line('forward', say.outputs)`            outputs = net(inputs)`,
    line('loss', say.loss)`            loss = criterion(outputs, labels)`,
    line('backward', say.backward)`            loss.backward()`,
    ...(clip === 0
      ? []
      : [
          line('clip', say.clip)`            nn.utils.clip_grad_norm_(`,
          line('clip', say.clipNorm(clip))`                net.parameters(), ${clip})`
        ]),
    line('optimizerStep', say.step)`            optimizer.step()`,
    ...nextRateLines(config, dataset),
    line('logEvery', say.item)`            running_loss += loss.item()`,
    line('logEvery', say.whenToPrint)`            if i % ${logEvery} == ${logEvery - 1}:`,
    line('logEvery', say.mean)`                mean = running_loss / ${logEvery}`,
    line('logEvery', say.print)`                print(f'[{epoch + 1}, {i + 1:5d}]',`,
    line('logEvery', say.printLoss)`                      f'loss: {mean:.3f}')`,
    line('logEvery', say.reset)`                running_loss = 0.0`,
    line('checkpointEvery', say.before)`            before = epoch * len(train_loader)`,
    line('checkpointEvery', say.stepNumber)`            step = before + i + 1`,
    ...moveAverageLines(config),
    line('checkpointEvery', say.whenToSave)`            if step % ${checkpointEvery} == 0:`,
    line('checkpointEvery', say.stateDict)`                weights = net.state_dict()`,
    line('checkpointEvery', say.save)`                torch.save(weights, 'step.pth')`,
    ...(config.validationSplit > 0 ? validation(config, hasModes, say) : []),
    ...restoreLines(config),
    line('finished', say.finished)`    print('${finishedLine}')`
  ]
}

/** At the end of each epoch. */
function validation(
  config: RunConfig,
  hasModes: boolean,
  say: ReturnType<typeof trainLinesText>
): readonly CodeLine[] {
  return [
    ...(hasModes ? [line('modes', say.evalMode)`        net.eval()`] : []),
    line('validationSplit', say.counters)`        correct = total = 0`,
    ...startLossLines(config),
    line('noGrad', say.validationNoGrad)`        with torch.no_grad():`,
    line('validationSplit', say.validationBatches)`            for inputs, labels in held_loader:`,
    line('predicted', say.validationOutputs)`                outputs = net(inputs.to(device))`,
    ...addLossLines(config),
    line('predicted', say.validationPredictions)`                predicted = outputs.argmax(dim=1).cpu()`,
    line('validationSplit', say.validationCorrect)`                matches = predicted == labels`,
    line('validationSplit', say.validationSum)`                correct += matches.sum().item()`,
    line('validationSplit', say.validationTotal)`                total += len(labels)`,
    line('validationSplit', say.validationPrint)`        print(f'validation: {correct / total:.1%}')`,
    ...stopLines(config)
  ]
}
