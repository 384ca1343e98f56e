import { assertNever } from '../assert-never'
import type { LayerShape } from '../infer-shapes'
import type { RunConfig } from '../run-config'
import type { CodeLine } from './code-line'
import { pytorchNetwork } from './pytorch-network'
import { pytorchScript } from './pytorch-script'
import type { Script } from './script'
import { tfjsNetwork } from './tfjs-network'
import { tfjsScript } from './tfjs-script'

/** The languages in which the lesson is written out. */
export const dialects = ['pytorch', 'tfjs'] as const
export type Dialect = (typeof dialects)[number]

/** The lesson with the values of a configuration. @throws LabError 'invalid-input' when the network does not fit */
export function writeScript(dialect: Dialect, config: RunConfig): Script {
  switch (dialect) {
    case 'pytorch':
      return pytorchScript(config)
    case 'tfjs':
      return tfjsScript(config)
    default:
      return assertNever(dialect)
  }
}

/** The network's part alone, of a network whose sizes may stop fitting. @param shapes as far as they fit */
export function writeNetwork(
  dialect: Dialect,
  { model, seed }: Pick<RunConfig, 'model' | 'seed'>,
  shapes: readonly LayerShape[]
): readonly CodeLine[] {
  const misfit = model.layers[shapes.length]
  switch (dialect) {
    case 'pytorch':
      return pytorchNetwork(shapes, misfit)
    case 'tfjs':
      return tfjsNetwork(model.inputShape, seed, shapes, misfit)
    default:
      return assertNever(dialect)
  }
}
