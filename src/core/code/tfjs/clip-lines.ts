import { clipEpsilon } from '../../maths/clip-factor'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line } from '../code-line'
import { clipLinesText as say } from './clip-lines.text'

/** Scales gradients down to the norm that they may have together: TensorFlow.js clips none of its own. */
export function clipLines({ clip }: RunConfig): readonly CodeLine[] {
  if (clip === 0) return []
  return [
    line('clip', say.squares)`      const squares = tf.addN(Object.values(grads)`,
    line('clip', say.eachSquare)`        .map((grad) => grad.square().sum()))`,
    line('clip', say.norm)`      const norm = squares.sqrt()`,
    line('clip', say.factor(clip))`      const limit = tf.div(${clip}, norm.add(${clipEpsilon}))`,
    line('clip', say.most)`      const factor = limit.minimum(1)`,
    line('clip', say.eachGradient)`      for (const name in grads) {`,
    line('clip', say.scale)`        grads[name] = grads[name].mul(factor)`,
    line('clip', say.end)`      }`
  ]
}
