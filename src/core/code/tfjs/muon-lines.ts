import type { LayerShape } from '../../layers/layer-kinds'
import { newtonSchulz } from '../../maths/orthogonalise'
import { type CodeLine, codeLine as line, name } from '../code-line'
import { muonLinesText as say } from './muon-lines.text'

const { rounds, a, b, c, smallestNorm } = newtonSchulz

/**
 * The function `muon`, which makes what TensorFlow.js does not have.
 * @param shapes of the network's layers
 */
export function muonLines(shapes: readonly LayerShape[]): readonly CodeLine[] {
  const apart = shapes.some(({ layer }) => layer.type === 'depthwiseConv2d')
  return [
    line('optimizer', say.orthogonalise)`function orthogonalise(update) {`,
    line('optimizer', say.outputs)`  const outputs = update.shape.at(-1)`,
    line('optimizer', say.inputs)`  const inputs = update.size / outputs`,
    line('optimizer', say.tall)`  const tall = inputs > outputs`,
    line('optimizer', say.rows)`  let x = update.reshape([inputs, outputs])`,
    line('optimizer', say.turn)`  if (tall) x = x.transpose()`,
    line('optimizer', say.norm)`  x = x.div(x.norm().maximum(${name(String(smallestNorm))}))`,
    line('optimizer', say.rounds)`  for (let round = 0; round < ${name(String(rounds))}; round++) {`,
    line('optimizer', say.gram)`    const gram = x.matMul(x, false, true)`,
    line('optimizer', say.square)`    const square = gram.matMul(gram).mul(${name(String(c))})`,
    line('optimizer', say.mix)`    const mix = gram.mul(${name(String(b))}).add(square)`,
    line('optimizer', say.next)`    x = x.mul(${name(String(a))}).add(mix.matMul(x))`,
    line('optimizer', say.roundsEnd)`  }`,
    line('optimizer', say.back)`  if (tall) x = x.transpose()`,
    line('optimizer', say.scale)`  const scale = Math.max(1, outputs / inputs) ** 0.5`,
    line('optimizer', say.result)`  return x.reshape(update.shape).mul(scale)`,
    line('optimizer', say.orthogonaliseEnd)`}`,
    line('optimizer', say.muon)`function muon(learningRate, momentum, nesterov) {`,
    line('momentum', say.kept)`  const kept = {}`,
    line('optimizer', say.object)`  return {`,
    line('learningRate', say.learningRate)`    learningRate,`,
    line('optimizerStep', say.apply)`    applyGradients(grads) {`,
    line('optimizerStep', say.weights)`      const weights = tf.engine().registeredVariables`,
    line('optimizerStep', say.each)`      for (const name in grads) {`,
    line('optimizerStep', say.weight)`        const w = weights[name]`,
    line('momentum', say.zeros)`        const zeros = tf.zerosLike(w)`,
    line('momentum', say.start)`        kept[name] ??= tf.variable(zeros, false)`,
    line('momentum', say.mean)`        const v = kept[name]`,
    line('momentum', say.share)`        const g = grads[name].mul(1 - momentum)`,
    line('momentum', say.moveMean)`        v.assign(v.mul(momentum).add(g))`,
    line('nesterov', say.ahead)`        const ahead = v.mul(momentum).add(g)`,
    line('nesterov', say.choose)`        let d = nesterov ? ahead : v`,
    ...(apart
      ? [
          line('optimizer', say.apart)`        const apart = name.includes('depthwise_kernel')`,
          line('optimizer', say.callOthers)`        if (w.rank > 1 && !apart) d = orthogonalise(d)`
        ]
      : [line('optimizer', say.call)`        if (w.rank > 1) d = orthogonalise(d)`]),
    line('optimizerStep', say.move)`        w.assign(w.sub(d.mul(this.learningRate)))`,
    line('optimizerStep', say.eachEnd)`      }`,
    line('optimizerStep', say.applyEnd)`    }`,
    line('optimizer', say.objectEnd)`  }`,
    line('optimizer', say.muonEnd)`}`
  ]
}
