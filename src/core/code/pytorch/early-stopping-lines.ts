import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line } from '../code-line'
import { earlyStoppingLinesText } from './early-stopping-lines.text'

/** Before the training loop. */
export function startStoppingLines({ patience }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.bestLoss)`    best_loss = float('inf')`,
    line('patience', say.bestEpoch)`    best_epoch = -1`
  ]
}

/** Before a validation. */
export function startLossLines({ patience }: RunConfig): readonly CodeLine[] {
  return patience === 0
    ? []
    : [line('patience', earlyStoppingLinesText(patience).heldLoss)`        held_loss = 0.0`]
}

/** For each batch of a validation, once its scores are known. */
export function addLossLines({ patience }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.add)`                held_loss += nn.functional.cross_entropy(`,
    line('patience', say.compare)`                    outputs, labels.to(device),`,
    line('patience', say.sum)`                    reduction='sum').item()`
  ]
}

/** After a validation. */
export function stopLines({ patience, ema }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.isBest)`        if held_loss < best_loss:`,
    line('patience', say.newBest)`            best_loss, best_epoch = held_loss, epoch`,
    line('patience', say.save)`            torch.save(net.state_dict(), 'best.pth')`,
    ...(ema === 0
      ? []
      : [
          line('patience', say.averageState)`            moved = average.state_dict()`,
          line('patience', say.saveAverage)`            torch.save(moved, 'best-average.pth')`
        ]),
    line('patience', say.isOver)`        elif epoch - best_epoch >= ${patience}:`,
    line('patience', say.stop)`            break`
  ]
}

/** After the training loop. */
export function restoreLines({ patience, ema }: RunConfig): readonly CodeLine[] {
  if (patience === 0) return []
  const say = earlyStoppingLinesText(patience)
  return [
    line('patience', say.load)`    net.load_state_dict(torch.load('best.pth'))`,
    ...(ema === 0
      ? []
      : [
          line('patience', say.loadAverage)`    moved = torch.load('best-average.pth')`,
          line('patience', say.restoreAverage)`    average.load_state_dict(moved)`
        ])
  ]
}
