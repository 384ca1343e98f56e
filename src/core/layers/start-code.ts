import type { NotedCode } from './noted-code'
import { startCodeText } from './start-code.text'

/** How a script starts a layer's weights. */
export interface StartCode {
  /** A function that it needs once, before the network. */
  readonly setUp: readonly NotedCode[]
  /** Lines that call it, once the network is made. Those of layers that look at `images` stand where training begins. */
  readonly lines: readonly NotedCode[]
}

const line = (code: string, note: string): NotedCode => ({ code, note })

/** @param layer in the script: `net.conv1` @param same filters that start as the identity */
export function pytorchIdentity(layer: string, same: number): StartCode {
  const say = startCodeText.pytorchIdentity
  return {
    setUp: [],
    lines: [
      line(`nn.init.dirac_(${layer}.weight.data[:${same}])`, say.kernel(layer, same)),
      line(`nn.init.zeros_(${layer}.bias.data[:${same}])`, say.bias(layer))
    ]
  }
}

/** @param layer in the script: `net.conv1` */
export function pytorchWhitening(layer: string): StartCode {
  const say = startCodeText.pytorchWhitening
  return {
    setUp: [
      line('def whiten(conv, images):', say.define),
      line('    patches = nn.functional.unfold(', say.unfold),
      line('        images, conv.kernel_size)', say.unfoldSize),
      line('    patches = patches.transpose(1, 2).flatten(0, 1)', say.rows),
      line('    n = patches.shape[1]', say.count),
      line('    covariance = torch.cov(patches.T).view(n, n)', say.covariance),
      line('    values, vectors = torch.linalg.eigh(covariance)', say.eigenvectors),
      line('    values = values.clamp(min=0)', say.clamp),
      line('    values = values + 5e-4 * values.mean()', say.least),
      line('    half = conv.out_channels // 2', say.half),
      line('    filters = (vectors / values.sqrt()).T[-half:]', say.filters),
      line('    filters = torch.cat([filters, -filters])', say.opposites),
      line('    bias = -filters @ patches.mean(dim=0)', say.bias),
      line('    conv.weight.data.copy_(', say.copy),
      line('        filters.view_as(conv.weight))', say.shape),
      line('    conv.bias.data.copy_(bias)', say.copyBias)
    ],
    lines: [line(`whiten(${layer}, images)`, say.call(layer))]
  }
}

/** @param layer its name */
export function tfjsIdentity(layer: string): StartCode {
  const say = startCodeText.tfjsIdentity
  return {
    setUp: [
      line('function startAsIdentity(layer) {', say.define),
      line('  const [kernel, bias] = layer.getWeights()', say.weights),
      line('  const [kh, kw, channels, filters] = kernel.shape', say.shape),
      line('  const weights = kernel.bufferSync()', say.kernelBuffer),
      line('  const biases = bias.bufferSync()', say.biasBuffer),
      line('  for (let f = 0; f < Math.min(channels, filters); f++) {', say.eachFilter),
      line('    for (let i = 0; i < kh * kw * channels; i++) {', say.eachWeight),
      line('      weights.values[i * filters + f] = 0', say.zero),
      line('    }', say.weightsEnd),
      line('    weights.set(1, kh >> 1, kw >> 1, f, f)', say.one),
      line('    biases.set(0, f)', say.noBias),
      line('  }', say.filtersEnd),
      line('  layer.setWeights([weights.toTensor(), biases.toTensor()])', say.set),
      line('}', say.end)
    ],
    lines: [line(`startAsIdentity(model.getLayer('${layer}'))`, say.call(layer))]
  }
}

/** @param layer its name */
export function tfjsWhitening(layer: string): StartCode {
  const say = startCodeText.tfjsWhitening
  return {
    setUp: [
      line('function whiten(layer, images) {', say.define),
      line('  const [{ shape }] = layer.getWeights()', say.weights),
      line('  const [kh, kw, channels, total] = shape', say.window),
      line('  const [count, height, width] = images.shape', say.imageShape),
      line('  const places = [height - kh + 1, width - kw + 1]', say.places),
      line('  const parts = []', say.parts),
      line('  for (let y = 0; y < kh; y++) {', say.eachRow),
      line('    for (let x = 0; x < kw; x++) {', say.eachColumn),
      line('      const size = [count, ...places, channels]', say.size),
      line('      parts.push(images.slice([0, y, x, 0], size))', say.slice),
      line('    }', say.columnsEnd),
      line('  }', say.rowsEnd),
      line('  const n = kh * kw * channels', say.count),
      line('  const patches = tf.concat(parts, 3).reshape([-1, n])', say.patches),
      line('  const mean = patches.mean(0, true)', say.mean),
      line('  const rest = patches.sub(mean)', say.rest),
      line('  const products = tf.matMul(rest, rest, true)', say.products),
      line('    .div(patches.shape[0])', say.divide),
      line('  const least = products.mul(tf.eye(n)).sum().mul(5e-4 / n)', say.least),
      line('  const covariance = products.add(tf.eye(n).mul(least))', say.covariance),
      line('  // The columns turn into the eigenvectors.', say.comment),
      line('  let vectors = tf.eye(n)', say.vectors),
      line('  for (let i = 0; i < 100; i++) {', say.repeat),
      line('    vectors = tf.tidy(() =>', say.tidy),
      line('      tf.linalg.qr(covariance.matMul(vectors))[0])', say.turn),
      line('  }', say.repeatEnd),
      line('  const values = covariance.matMul(vectors)', say.values),
      line('    .mul(vectors).sum(0)', say.valuesSum),
      line('  const half = vectors.div(values.sqrt())', say.half),
      line('    .slice([0, 0], [n, total / 2])', say.most),
      line('  const filters = tf.concat([half, half.neg()], 1)', say.filters),
      line('  const bias = mean.matMul(filters).neg().reshape([-1])', say.bias),
      line('  layer.setWeights([filters.reshape(shape), bias])', say.set),
      line('}', say.end)
    ],
    lines: [line(`whiten(model.getLayer('${layer}'), images)`, say.call(layer))]
  }
}
