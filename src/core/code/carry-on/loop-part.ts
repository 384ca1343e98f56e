import { finishedLine } from '../../training/running-loss'
import { makeAverageLines, moveAverageLines, testAverageLines } from '../pytorch/average-lines'
import { evaluateLines } from '../pytorch/evaluate-lines'
import { needsModes } from '../pytorch/needs-modes'
import type { CarriedTraining } from './carried-training'
import { judgeLines, restoreBestLines, stopTogetherLines } from './stopping-part'
import { when, written } from './script-lines'

/** Trains, evaluates and saves. @param scheduled whether there is a scheduler */
export function loopPart(training: CarriedTraining, scheduled: boolean): readonly string[] {
  const { config, dataset, position, orders } = training
  const { clip, logEvery, checkpointEvery, flip, patience, validationSplit } = config
  const hasModes = needsModes(config.model)
  const weighs = config.classWeights === 'balanced'
  return [
    ...(config.ema === 0
      ? []
      : [
          ...written(makeAverageLines(config)),
          "    if 'average_state_dict' in saved:",
          "        average.module.load_state_dict(saved['average_state_dict'])",
          '        average.n_averaged.fill_(1)'
        ]),
    '    # The processes compute the same: after each step backwards, each has the mean of the gradients of all.',
    '    model = net',
    '    if together:',
    '        model = DistributedDataParallel(net, device_ids=[device] if cuda else None)',
    `    per_epoch = ${orders.stepsPerEpoch}`,
    '    first = step // per_epoch',
    ...judgeLines(training),
    '    # What Tenfold had added up for its next line of losses.',
    `    running_loss = ${pythonFloat(position.runningLoss.sum)} if rank == 0 else 0.0`,
    `    count = ${position.runningLoss.count}`,
    '    for epoch in range(first, first + options.epochs):',
    ...when(flip === 'alternating', '        train_set.epoch = epoch'),
    ...when(hasModes, '        model.train()'),
    '        batches = batches_of(epoch)',
    '        # Batches of this epoch that Tenfold has trained on.',
    '        done = step - epoch * per_epoch',
    '        for i, (batch, data) in enumerate(zip(batches, loader_of(batches)), done):',
    '            own = len(share_of(batch))',
    '            inputs = data[0][:own].to(device)',
    '            labels = data[1][:own].to(device)',
    '            optimizer.zero_grad()',
    '            outputs = model(inputs)',
    '            # The share that these images have in the mean over the whole batch.',
    ...(weighs
      ? [
          '            total = criterion.weight[labels].sum()',
          '            if together:',
          '                dist.all_reduce(total)',
          '            loss = criterion(outputs, labels) / total'
        ]
      : ['            loss = criterion(outputs, labels) / len(batch)']),
    '            # DistributedDataParallel takes the mean over the processes, and the gradient is their sum.',
    '            (loss * world).backward()',
    ...when(clip > 0, `            nn.utils.clip_grad_norm_(net.parameters(), ${clip})`),
    '            optimizer.step()',
    '            step += 1',
    ...when(
      scheduled,
      '            # The steps after the last one that the schedule knows keep its last rate.',
      '            if step < steps:',
      '                scheduler.step()'
    ),
    '            running_loss += loss.item()',
    '            count += 1',
    `            if count == ${logEvery}:`,
    '                mean = over_all(running_loss) / count',
    '                if rank == 0:',
    "                    print(f'[{epoch + 1}, {i + 1:5d}] loss: {mean:.3f}', flush=True)",
    '                running_loss, count = 0.0, 0',
    ...written(moveAverageLines(config)),
    `            if rank == 0 and step % ${checkpointEvery} == 0:`,
    "                torch.save(net.state_dict(), 'step.pth')",
    '        running_loss, count = 0.0, 0',
    ...(validationSplit === 0
      ? []
      : patience === 0
        ? [
            '        if rank == 0:',
            '            held_loss, accuracy = validate()',
            "            print(f'validation: {accuracy:.1%}', flush=True)"
          ]
        : stopTogetherLines(training)),
    ...restoreBestLines(training),
    '    if together:',
    '        dist.destroy_process_group()',
    '    if rank == 0:',
    `        print('${finishedLine}')`,
    '        # Saves the weights, loads them into a new network, and tests it.',
    ...written([...evaluateLines(config.model, dataset), ...testAverageLines(config)], '    ')
  ]
}

/** As Python reads it. */
const pythonFloat = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value))
