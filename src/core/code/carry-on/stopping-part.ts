import { needsModes } from '../pytorch/needs-modes'
import type { CarriedTraining } from './carried-training'
import { when } from './script-lines'

/** A function that measures the network on the images that are held back. */
export function validateLines({ config }: CarriedTraining): readonly string[] {
  if (config.validationSplit === 0) return []
  return [
    '',
    '# Loss and accuracy on the images that are held back.',
    'def validate():',
    ...when(needsModes(config.model), '    net.eval()'),
    '    held_loss, correct = 0.0, 0',
    '    with torch.no_grad():',
    '        for inputs, labels in held_loader:',
    '            outputs, labels = net(inputs.to(device)), labels.to(device)',
    '            held_loss += nn.functional.cross_entropy(',
    "                outputs, labels, reduction='sum').item()",
    '            correct += (outputs.argmax(dim=1) == labels).sum().item()',
    '    return held_loss / len(held_set), correct / len(held_set)'
  ]
}

/** The best epoch so far, and a function that judges one. The first process alone does so. */
export function judgeLines({ config, position }: CarriedTraining): readonly string[] {
  const { patience, ema } = config
  if (patience === 0) return []
  const { best } = position
  return [
    '    # The lowest loss on the images that are held back so far, and its epoch.',
    `    best_loss = ${best === undefined ? "float('inf')" : String(best.loss)}`,
    `    best_epoch = ${best === undefined ? -1 : best.epoch - 1}`,
    '    improved = False',
    '    def judge(epoch):',
    '        global best_loss, best_epoch, improved',
    '        held_loss, accuracy = validate()',
    "        print(f'validation: {accuracy:.1%}', flush=True)",
    '        if held_loss < best_loss:',
    '            best_loss, best_epoch, improved = held_loss, epoch, True',
    "            torch.save(net.state_dict(), 'best.pth')",
    ...when(ema > 0, "            torch.save(average.state_dict(), 'best-average.pth')"),
    '    # At the end of an epoch, Tenfold saves before it validates.',
    '    if rank == 0 and step > 0 and step % per_epoch == 0 and best_epoch < first - 1:',
    '        judge(first - 1)'
  ]
}

/** After an epoch: the first process says whether all of them stop. */
export function stopTogetherLines({ config: { patience } }: CarriedTraining): readonly string[] {
  return [
    '        if rank == 0:',
    '            judge(epoch)',
    `        over = torch.tensor(int(epoch - best_epoch >= ${patience}), device=device)`,
    '        if together:',
    '            dist.broadcast(over, 0)',
    '        if over.item() == 1:',
    '            break'
  ]
}

/** After the training: back to the best epoch. */
export function restoreBestLines({ config: { patience, ema } }: CarriedTraining): readonly string[] {
  if (patience === 0) return []
  return [
    '    if rank == 0 and improved:',
    "        net.load_state_dict(torch.load('best.pth'))",
    ...when(ema > 0, "        average.load_state_dict(torch.load('best-average.pth'))"),
    '    elif rank == 0:',
    "        print(f'No epoch was better than {best_epoch + 1}: its checkpoint is in Tenfold.')"
  ]
}
