import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import type { adam } from './adam'
import type { adamw } from './adamw'
import type { OptimizerText } from './optimizer-text'
import { meanLine, moveLine, term, type UpdateLine, updateLine } from './update-line'

type Spec = z.infer<(typeof adam | typeof adamw)['schema']>

/** What people read about Adam and AdamW alike. */
export function momentsText(
  name: string,
  { about, note, tfjs }: Pick<OptimizerText<Spec>, 'about' | 'tfjs'> & { readonly note: string }
): OptimizerText<Spec> {
  return {
    name,
    about,
    describe: () => name,
    figures: ({ beta1, beta2, epsilon }) => [
      ['beta 1, beta 2', `${beta1}, ${beta2}`],
      ['epsilon', String(epsilon)]
    ],
    step: () => undefined,
    tfjs,
    guide: [
      paragraph(
        'For each weight, Adam keeps two moving means: of its slope, which gives it momentum, and of the slope’s square, which gives the weight its own step length. Both start at 0 and are corrected for that in the first steps.'
      ),
      paragraph(note)
    ],
    /** Corrections are lines of their own, as in Adam's paper. */
    update({ learningRate, beta1, beta2, epsilon }, start) {
      const { gradient, step } = start
      const [first = 0, second = 0] = start.kept
      const m = meanLine('m', beta1, first, gradient, 'slope')
      const v = meanLine('v', beta2, second, gradient, 'square')
      const mHat = corrected(m, beta1, step)
      const vHat = corrected(v, beta2, step)
      const move = moveLine(start, learningRate, 'm̂ / √v̂', (r) => ({
        numbers: `${term(r(mHat.result))} / √${term(r(vHat.result))}`,
        result: r(mHat.result) / (Math.sqrt(r(vHat.result)) + epsilon)
      }))
      return [m, v, mHat, vHat, move]
    }
  }
}

function corrected({ name, result }: UpdateLine, beta: number, step: number): UpdateLine {
  const share = 1 - beta ** step
  return updateLine(`${name}̂`, `${name} / (1 − ${beta}^${step})`, (r) => ({
    numbers: `${term(r(result))} / ${term(r(share))}`,
    result: r(result) / r(share)
  }))
}
