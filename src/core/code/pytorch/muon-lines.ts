import type { LayerShape } from '../../layers/layer-kinds'
import { newtonSchulz } from '../../maths/orthogonalise'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { muonLinesText as say } from './muon-lines.text'
import { pythonNames } from './python-name'

const { rounds, a, b, c, smallestNorm } = newtonSchulz

/**
 * The class `Muon`: torch.optim has one since PyTorch 2.9, which takes nothing but matrices, and works in bfloat16.
 * @param shapes of the network's layers
 */
export function muonLines(shapes: readonly LayerShape[]): readonly CodeLine[] {
  const attribute = pythonNames(shapes.map(({ layer }) => layer.name))
  const depthwise = shapes.filter(({ layer }) => layer.type === 'depthwiseConv2d')
  const apart = depthwise.length > 0
  return [
    line('optimizer', say.orthogonalise)`def orthogonalise(update):`,
    line('optimizer', say.rows)`    rows = update.flatten(1)`,
    line('optimizer', say.shape)`    outputs, inputs = rows.shape`,
    line('optimizer', say.tall)`    tall = outputs > inputs`,
    line('optimizer', say.turn)`    x = rows.T if tall else rows`,
    line('optimizer', say.norm)`    x = x / x.norm().clamp(min=${name(String(smallestNorm))})`,
    line('optimizer', say.rounds)`    for _ in range(${name(String(rounds))}):`,
    line('optimizer', say.gram)`        gram = x @ x.T`,
    line('optimizer', say.square)`        square = gram @ gram`,
    line('optimizer', say.mix)`        mix = ${name(String(b))} * gram + ${name(String(c))} * square`,
    line('optimizer', say.next)`        x = ${name(String(a))} * x + mix @ x`,
    line('optimizer', say.back)`    x = x.T if tall else x`,
    line('optimizer', say.scale)`    scale = max(1, outputs / inputs) ** 0.5`,
    line('optimizer', say.result)`    return scale * x.reshape(update.shape)`,
    blankLine,
    ...(apart
      ? [
          line('optimizer', say.depthwise)`depthwise = {`,
          ...depthwise.map(
            ({ layer }) =>
              line(
                `layer:${layer.name}`,
                say.kernel(layer.name)
              )`    net.${name(attribute(layer.name))}.weight,`
          ),
          line('optimizer', say.depthwiseEnd)`}`,
          blankLine
        ]
      : []),
    line('optimizer', say.class)`class Muon(optim.Optimizer):`,
    line('optimizer', say.init)`    def __init__(self, params, **knobs):`,
    line('optimizer', say.super)`        super().__init__(params, knobs)`,
    blankLine,
    line('optimizerStep', say.noGrad)`    @torch.no_grad()`,
    line('optimizerStep', say.step)`    def step(self):`,
    line('optimizerStep', say.group)`        knobs = self.param_groups[0]`,
    line('optimizerStep', say.weights)`        for w in knobs['params']:`,
    line('optimizerStep', say.skip)`            if w.grad is None:`,
    line('optimizerStep', say.continue)`                continue`,
    line('momentum', say.state)`            kept = self.state[w]`,
    line('momentum', say.start)`            if 'v' not in kept:`,
    line('momentum', say.zeros)`                kept['v'] = torch.zeros_like(w)`,
    line('momentum', say.share)`            share = knobs['momentum']`,
    line('momentum', say.mean)`            v = kept['v'].lerp_(w.grad, 1 - share)`,
    line('nesterov', say.plain)`            d = v`,
    line('nesterov', say.whether)`            if knobs['nesterov']:`,
    line('nesterov', say.ahead)`                d = w.grad.lerp(v, share)`,
    apart
      ? line('optimizer', say.matrixApart)`            if w.ndim > 1 and w not in depthwise:`
      : line('optimizer', say.matrix)`            if w.ndim > 1:`,
    line('optimizer', say.call)`                d = orthogonalise(d)`,
    line('weightDecay', say.decay)`            decay = knobs['lr'] * knobs['weight_decay']`,
    line('weightDecay', say.shrink)`            w.mul_(1 - decay)`,
    line('optimizerStep', say.move)`            w.sub_(knobs['lr'] * d)`,
    blankLine
  ]
}
