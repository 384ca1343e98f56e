import { blankLine, lineText } from '../../src/core/code/code-line'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { writeScript } from '../../src/core/lesson/write-script'
import type { RunConfig } from '../../src/core/settings/run-config'

/** The PyTorch script without its data and its loop. */
export function networkAndOptimizer(config: RunConfig): string {
  const { parts } = writeScript('pytorch', config, lessonDataset)
  const imports = parts.data.filter(({ link }) => link === 'imports' || link === 'engine')
  return [...imports, blankLine, ...parts.network, blankLine, ...parts.optimizer].map(lineText).join('\n')
}

/** Of its training loop: how it weighs classes before it begins, and all of it. */
export function trainParts(config: RunConfig): { readonly weighs: string; readonly train: string } {
  const { train } = writeScript('pytorch', config, lessonDataset).parts
  const text = (lines: typeof train): string => lines.map(lineText).join('\n')
  return { weighs: text(train.filter(({ link }) => link === 'classWeights')), train: text(train) }
}
