import type { SplitKind } from '../../data/made-from'
import { type CodeLine, blankLine, codeLine as line } from '../code-line'
import { nameLines } from '../name-lines'
import type { imageFolderText } from './image-folder.text'

type Words = ReturnType<typeof imageFolderText>

/** Deals the files of a folder out as `splitImages` does. */
export function drawLines(
  { seed, testShare }: Extract<SplitKind, { kind: 'seeded' }>,
  classes: number,
  say: Words
): readonly CodeLine[] {
  return [
    line('trainSet', say.key)`def key(sample):`,
    line('trainSet', say.keyText)`    text = f'${seed}/{name(sample)}'`,
    line('trainSet', say.hash)`    return hashlib.sha256(text.encode()).hexdigest()`,
    blankLine,
    line('testSet', say.draw)`def draw(samples):`,
    line('testSet', say.sorted)`    samples = sorted(samples, key=key)`,
    line('testSet', say.empty)`    train, test = [], []`,
    line('testSet', say.eachLabel)`    for label in range(${classes}):`,
    line('testSet', say.own)`        own = [sample for sample in samples`,
    line('testSet', say.ownIf)`               if sample[1] == label]`,
    line('testSet', say.count)`        count = max(1, int(${testShare} * len(own) + 0.5))`,
    line('testSet', say.most)`        count = min(count, len(own) - 1)`,
    line('testSet', say.testPart)`        test += own[:count]`,
    line('trainSet', say.trainPart)`        train += own[count:]`,
    line('testSet', say.drawn)`    return train, test`,
    blankLine,
    line('testSet', say.unlessExported)`if not exported:`,
    line('testSet', say.dealt)`    train_set.samples, test_set.samples = draw(`,
    line('testSet', say.dealtFrom)`        train_set.samples)`
  ]
}

/** Drops files that the import left out. */
export function leftOutLines(files: readonly string[], say: Words): readonly CodeLine[] {
  return [
    line('trainSet', say.leftOut)`left_out = {`,
    ...nameLines('trainSet', '    ', files, '}', say.leftOutFile),
    line('trainSet', say.eachSet)`for images in (train_set, test_set):`,
    line('trainSet', say.kept)`    images.samples = [`,
    line('trainSet', say.keptEach)`        sample for sample in images.samples`,
    line('trainSet', say.keptIf)`        if name(sample) not in left_out]`
  ]
}

/** ImageFolder lists the files class by class: the first of them would all be of one. */
export function mixLines(say: Words): readonly CodeLine[] {
  return [
    line('trainSet', say.order)`order = torch.randperm(len(train_set)).tolist()`,
    line('trainSet', say.mixed)`train_set.samples = [`,
    line('trainSet', say.mixedEach)`    train_set.samples[row] for row in order]`
  ]
}
