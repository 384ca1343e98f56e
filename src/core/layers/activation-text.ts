import type { LayerText } from './layer-text'
import type { TextBlock } from '../base/text-block'

interface Bare {
  readonly type: string
  readonly name: string
}

/** What is said of every activation. @param title its name: `ReLU`; short: where there is little room */
export function activationText(own: {
  readonly title: string
  readonly short?: string
  readonly menu?: LayerText<Bare>['menu']
  readonly heading: string
  readonly body: readonly TextBlock[]
  /** Beside its line in PyTorch. */
  readonly pytorch: string
  /** What becomes of each value, as a sentence. */
  readonly does: string
}): LayerText<Bare> {
  return {
    noun: 'activation',
    title: () => own.title,
    subtitle: () => undefined,
    short: () => own.short ?? own.title,
    summary: () => own.title,
    menu: own.menu,
    choice: own.title,
    fields: {},
    guide: () => ({ heading: own.heading, body: own.body }),
    pytorch: (_, { first }) => (first ? own.pytorch : own.does),
    does: () => own.does,
    detail: () => undefined
  }
}
