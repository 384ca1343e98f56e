import type { KnobName } from './knobs'

/** A line of code that speaks of a knob: what is filled in are values of the settings. */
export interface KnobLine {
  readonly knob: KnobName
  readonly texts: readonly string[]
  readonly values: readonly (string | number)[]
}

export function knobLine(knob: KnobName) {
  return (texts: TemplateStringsArray, ...values: readonly (string | number)[]): KnobLine => ({
    knob,
    texts,
    values
  })
}

/** As torch.optim takes it; nothing at 0, its default. */
export function pytorchWeightDecay(weightDecay: number): readonly KnobLine[] {
  return weightDecay === 0 ? [] : [knobLine('weightDecay')`weight_decay=${weightDecay},`]
}
