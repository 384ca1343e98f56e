import { type Explanation, formula, paragraph } from '../base/text-block'
import type { KnobName } from './knobs'
import { optimizerKind, type OptimizerSpec } from './optimizer-kinds'
import { optimizerText } from './optimizer-texts'

/** What people read about a knob. */
interface KnobText {
  /** Beside its control: `Learning rate`. */
  readonly label: string
  /** In a sentence. */
  readonly noun: string
  /** Under its control. */
  readonly hint: string
  /** In the help of the command line. */
  readonly help: string
  /** What the guide says about it; undefined where the optimizer has nothing of the kind. */
  guide(spec: OptimizerSpec): Explanation | undefined
}

/** Steps over which a moving mean looks back. */
const memory = (share: number): number => Math.round(1 / (1 - share))

const timesGradient = (spec: OptimizerSpec): string | undefined => optimizerText(spec).step(spec)

export const knobTexts: Readonly<Record<KnobName, KnobText>> = {
  learningRate: {
    label: 'Learning rate',
    noun: 'learning rate',
    hint: 'constant',
    help: 'length of a step',
    guide(spec) {
      const { learningRate } = spec
      const step = timesGradient(spec)
      return {
        heading: `Steps of length ${learningRate}`,
        body: [
          paragraph(
            `Each step moves every weight against its gradient, the slope of the loss${step === undefined ? '.' : ':'}`
          ),
          ...(step === undefined ? [] : [formula(`weight = weight − **${learningRate}** · ${step}`)]),
          paragraph(
            'Think of walking down a mountain in fog, feeling only the slope underfoot. With steps too short one hardly gets anywhere; with steps too long one leaps across the valley, and the loss jumps or becomes NaN. It may be changed while a run is under way.'
          )
        ]
      }
    }
  },
  momentum: {
    label: 'Momentum',
    noun: 'momentum',
    hint: '0: each step follows its own batch alone',
    help: 'share of the last step that is kept',
    guide(spec) {
      const kept = (share: number) => formula(`v = **${share}** · v + gradient`)
      const alone = paragraph(
        'At **0** each step follows the slope of its own batch alone, and zigzags with every batch.'
      )
      if (!('momentum' in spec)) return { heading: 'No momentum of this kind', body: [kept(0), alone] }
      const { momentum } = spec
      if (momentum === 0) return { heading: 'Without memory', body: [kept(0), alone] }
      return {
        heading: `Keeps ${momentum} of the last step`,
        body: [
          kept(momentum),
          paragraph(
            `Like a ball that rolls: directions that stay the same add up, to about **${Number((1 / (1 - momentum)).toFixed(1))} times** a single step, and those that change from batch to batch cancel out.`
          )
        ]
      }
    }
  },
  nesterov: {
    label: 'Nesterov',
    noun: 'Nesterov',
    hint: 'looks where it is about to be',
    help: 'momentum that looks where it is about to be',
    guide: () => ({
      heading: 'Look where you are going',
      body: [
        paragraph(
          'With momentum, most of the next step is known beforehand. Nesterov’s variant takes the slope as if that part had been done already, and so brakes before it runs up the other side.'
        )
      ]
    })
  },
  alpha: {
    label: 'Alpha',
    noun: 'alpha',
    hint: 'kept of the mean of squares',
    help: 'share of the mean of squares that is kept',
    guide(spec) {
      if (!('alpha' in spec)) return undefined
      const { alpha } = spec
      return {
        heading: 'How long it remembers steepness',
        body: [
          formula(`s = **${alpha}** · s + (1 − ${alpha}) · g²`),
          paragraph(`The mean of squares looks back over about **${memory(alpha)}** steps.`)
        ]
      }
    }
  },
  beta1: {
    label: 'Beta 1',
    noun: 'beta 1',
    hint: 'kept of the mean slope',
    help: 'share of the mean slope that is kept',
    guide(spec) {
      if (!('beta1' in spec)) return undefined
      const { beta1 } = spec
      return {
        heading: 'How long it keeps a direction',
        body: [
          formula(`m = **${beta1}** · m + (1 − ${beta1}) · g`),
          paragraph(
            `Beta 1 is Adam’s momentum: the mean slope of about **${memory(beta1)}** steps. Single batches disagree; their mean points more steadily downhill.`
          )
        ]
      }
    }
  },
  beta2: {
    label: 'Beta 2',
    noun: 'beta 2',
    hint: 'kept of the mean of squares',
    help: 'share of the mean of squares that is kept',
    guide(spec) {
      if (!('beta2' in spec)) return undefined
      const { beta2 } = spec
      return {
        heading: 'How long it remembers steepness',
        body: [
          formula(`v = **${beta2}** · v + (1 − ${beta2}) · g²`),
          paragraph(
            `About **${memory(beta2)}** steps long. Each weight’s step is divided by √v, so that all weights move at about the same pace, whatever their slopes are.`
          )
        ]
      }
    }
  },
  epsilon: {
    label: 'Epsilon',
    noun: 'epsilon',
    hint: 'prevents division by 0',
    help: 'added to the divisor, which prevents division by 0',
    guide: (spec) => ({
      heading: 'Never by zero',
      body: [
        paragraph(
          `A weight that has had no slope yet would be divided by 0. Epsilon${'epsilon' in spec ? `, ${spec.epsilon},` : ''} is added to the divisor; it is far too small to matter anywhere else.`
        )
      ]
    })
  },
  weightDecay: {
    label: 'Weight decay',
    noun: 'weight decay',
    hint: '0: weights may grow',
    help: 'how much each step pulls the weights towards 0',
    guide(spec) {
      const { weightDecay } = spec
      const { steps, decays } = optimizerKind(spec)
      const scaled = steps === 'adaptive' && decays === 'gradient' ? ', then scaled like any slope' : ''
      const pull =
        weightDecay === 0
          ? 'At **0** weights may grow as they like.'
          : `Each step pulls every weight towards 0, by **${weightDecay}** of itself times the learning rate${scaled}.`
      return {
        heading: 'Weights pulled towards 0',
        body: [paragraph(`${pull} A network with small weights answers more smoothly, and memorises less.`)]
      }
    }
  }
}
