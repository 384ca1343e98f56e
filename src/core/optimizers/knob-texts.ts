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

const letters = (spec: OptimizerSpec): string | undefined => optimizerText(spec).stepNote?.(spec)

const timesGradient = (spec: OptimizerSpec): string | undefined => optimizerText(spec).step(spec)

export const knobTexts: Readonly<Record<KnobName, KnobText>> = {
  learningRate: {
    label: 'Learning rate',
    noun: 'learning rate',
    hint: 'constant',
    help: 'factor that scales every step',
    guide(spec) {
      const { learningRate } = spec
      const step = timesGradient(spec)
      const note = letters(spec)
      return {
        heading: `A learning rate of ${learningRate}`,
        body: [
          paragraph(
            `Each step moves every weight against its gradient, the slope of the loss${step === undefined ? '.' : ':'}`
          ),
          ...(step === undefined ? [] : [formula(`weight = weight − **${learningRate}** · ${step}`)]),
          ...(note === undefined ? [] : [paragraph(note)]),
          paragraph(
            'Think of walking down a mountain in fog, where you feel only the slope under your feet. With steps too short you hardly get anywhere; with steps too long you leap across the valley, and the loss jumps or becomes NaN. You can change the learning rate while a run is training.'
          ),
          paragraph(
            'You do not have to guess it: **Find a rate** in the Optimizer room trains for a moment while the rate grows from step to step, and shows where the loss falls and from where on it rises. The right rate depends on the batch size and the optimizer.'
          )
        ]
      }
    }
  },
  momentum: {
    label: 'Momentum',
    noun: 'momentum',
    hint: 'with 0, each step follows only its own batch',
    help: 'share of the last step that is kept',
    guide(spec) {
      const own = optimizerText(spec).momentum?.(spec)
      if (own !== undefined) return own
      const kept = (share: number) => formula(`v = **${share}** · v + gradient`)
      const alone = paragraph(
        'At **0**, each step follows only the slope of its own batch, and the path zigzags.'
      )
      if (!('momentum' in spec)) return { heading: 'No momentum of this kind', body: [kept(0), alone] }
      const { momentum } = spec
      if (momentum === 0) return { heading: 'No momentum', body: [kept(0), alone] }
      return {
        heading: `Keeps ${momentum} of the last step`,
        body: [
          kept(momentum),
          paragraph(
            `It works like a rolling ball: directions that stay the same add up, to as much as **${Number((1 / (1 - momentum)).toFixed(1))} times** a single step, and directions that change from batch to batch cancel out.`
          )
        ]
      }
    }
  },
  nesterov: {
    label: 'Nesterov',
    noun: 'Nesterov',
    hint: 'looks ahead before each step',
    help: 'momentum that looks ahead before each step',
    guide: () => ({
      heading: 'Look ahead before you step',
      body: [
        paragraph(
          'With momentum, most of the next step is known in advance. Nesterov’s variant takes the slope as if that part had been made already, so it brakes before it runs up the other side of a valley.'
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
          paragraph(`The mean of squared slopes looks back over about **${memory(alpha)}** steps.`)
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
            `Beta 1 is Adam’s momentum: a moving mean of the slope over about **${memory(beta1)}** steps. Single batches disagree; their mean points downhill more steadily.`
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
            `The mean of squared slopes looks back over about **${memory(beta2)}** steps. Each weight’s step is divided by √v, so that all weights move at about the same pace, however steep their slopes are.`
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
      heading: 'Never divide by zero',
      body: [
        paragraph(
          `The step of a weight that has had no slope yet would be divided by 0. Epsilon${'epsilon' in spec ? `, ${spec.epsilon},` : ''} is added to the divisor; usually it is too small to matter anywhere else.`
        )
      ]
    })
  },
  weightDecay: {
    label: 'Weight decay',
    noun: 'weight decay',
    hint: 'with 0, it is off',
    help: 'how much each step pulls the weights towards 0',
    guide(spec) {
      const { weightDecay } = spec
      const { steps, decays } = optimizerKind(spec)
      const momentum = 'momentum' in spec ? spec.momentum : 0
      const adds = decays === 'gradient' && momentum > 0
      const pull =
        weightDecay === 0
          ? 'At **0**, nothing pulls the weights, and they can grow.'
          : `Each step pulls every weight towards 0, by **${weightDecay}** of itself times the learning rate${steps === 'adaptive' && decays === 'gradient' ? '; as part of the gradient, the pull is then scaled like any slope' : ''}.`
      return {
        heading: 'Weights pulled towards 0',
        body: [
          paragraph(pull),
          ...(weightDecay > 0 && adds
            ? [
                paragraph(
                  `The pull is part of the gradient, so with momentum it adds up over the steps like everything else: to as much as **${Number((1 / (1 - momentum)).toFixed(1))} times** that.`
                )
              ]
            : []),
          paragraph(
            'A network with small weights reacts less to small changes of an image, and memorises less.'
          )
        ]
      }
    }
  }
}
