import type { Notch } from '../base/notch'
import { z } from '../base/schema'
import { numberIn } from '../base/number-in'

/** What an optimizer lets people set. What they read about it stands in knob-texts.ts. */
interface Knob<S extends z.ZodType = z.ZodType> {
  readonly schema: S
  readonly form: 'decimal' | 'switch'
  /** undefined: arrow keys leave it alone */
  readonly notch: Notch | undefined
  /** Whether it is one of the details, which only the Optimizer room shows. */
  readonly detail: boolean
}

/** Shown only in the Optimizer room. */
const detail = { form: 'decimal', notch: undefined, detail: true } as const
/** Share of itself that a moving mean keeps in a step; at 1 it would never move. */
const decayRate = (what: string): Knob<z.ZodNumber> => ({ schema: numberIn(what, 0, 0.99999), ...detail })

/** Every knob there is; an optimizer has some of them, in the order of its own schema. */
export const knobs = {
  learningRate: {
    schema: z
      .number('the learning rate must be a number')
      .gt(0, 'the learning rate must be above 0: with 0, the network learns nothing')
      .max(10, 'the learning rate must be at most 10: with more, training diverges'),
    form: 'decimal',
    notch: 'logarithmic',
    detail: false
  },
  momentum: { schema: numberIn('momentum', 0, 0.999), form: 'decimal', notch: 'tenth', detail: false },
  nesterov: {
    schema: z.boolean('nesterov must be true or false'),
    form: 'switch',
    notch: undefined,
    detail: true
  },
  alpha: decayRate('alpha'),
  beta1: decayRate('beta 1'),
  beta2: decayRate('beta 2'),
  /** Added to the divisor, so that a weight without gradient is not divided by 0; a normal float32. */
  epsilon: { schema: numberIn('epsilon', 1e-12, 1), ...detail },
  weightDecay: { schema: numberIn('weight decay', 0, 1), ...detail }
} as const satisfies Readonly<Record<string, Knob>>

export type KnobName = keyof typeof knobs

export function isKnob(name: string): name is KnobName {
  return Object.hasOwn(knobs, name)
}
