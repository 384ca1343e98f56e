import { knobLineTexts } from './knob-line.text'
import type { KnobName } from './knobs'

/** A line of code that speaks of a knob: what is filled in are values of the settings. */
export interface KnobLine {
  readonly knob: KnobName
  /** What the line does. */
  readonly note: string
  readonly texts: readonly string[]
  readonly values: readonly (string | number)[]
}

export function knobLine(knob: KnobName, note: string) {
  return (texts: TemplateStringsArray, ...values: readonly (string | number)[]): KnobLine => ({
    knob,
    note,
    texts,
    values
  })
}

/** As torch.optim takes it; nothing at 0, its default. */
export function pytorchWeightDecay(weightDecay: number): readonly KnobLine[] {
  return weightDecay === 0
    ? []
    : [knobLine('weightDecay', knobLineTexts.weightDecay(weightDecay))`weight_decay=${weightDecay},`]
}
