/** How a script starts a layer's weights. */
export interface StartCode {
  /** A function that it needs once, before the network. */
  readonly setUp: readonly string[]
  /** Lines that call it, once the network is made. Those of layers that look at `images` stand where training begins. */
  readonly lines: readonly string[]
}

/** @param layer in the script: `net.conv1` @param same filters that start as the identity */
export function pytorchIdentity(layer: string, same: number): StartCode {
  return {
    setUp: [],
    lines: [`nn.init.dirac_(${layer}.weight.data[:${same}])`, `nn.init.zeros_(${layer}.bias.data[:${same}])`]
  }
}

/** @param layer in the script: `net.conv1` */
export function pytorchWhitening(layer: string): StartCode {
  return {
    setUp: [
      'def whiten(conv, images):',
      '    patches = nn.functional.unfold(',
      '        images, conv.kernel_size)',
      '    patches = patches.transpose(1, 2).flatten(0, 1)',
      '    n = patches.shape[1]',
      '    covariance = torch.cov(patches.T).view(n, n)',
      '    values, vectors = torch.linalg.eigh(covariance)',
      '    values = values.clamp(min=0)',
      '    values = values + 5e-4 * values.mean()',
      '    filters = (vectors / values.sqrt()).T',
      '    filters = torch.cat([filters, -filters])',
      '    bias = -filters @ patches.mean(dim=0)',
      '    conv.weight.data.copy_(',
      '        filters.view_as(conv.weight))',
      '    conv.bias.data.copy_(bias)'
    ],
    lines: [`whiten(${layer}, images)`]
  }
}

/** @param layer its name */
export function tfjsIdentity(layer: string): StartCode {
  return {
    setUp: [
      'function startAsIdentity(layer) {',
      '  const [kernel, bias] = layer.getWeights()',
      '  const [kh, kw, channels, filters] = kernel.shape',
      '  const weights = kernel.bufferSync()',
      '  const biases = bias.bufferSync()',
      '  for (let f = 0; f < Math.min(channels, filters); f++) {',
      '    for (let i = 0; i < kh * kw * channels; i++) {',
      '      weights.values[i * filters + f] = 0',
      '    }',
      '    weights.set(1, kh >> 1, kw >> 1, f, f)',
      '    biases.set(0, f)',
      '  }',
      '  layer.setWeights([weights.toTensor(), biases.toTensor()])',
      '}'
    ],
    lines: [`startAsIdentity(model.getLayer('${layer}'))`]
  }
}

/** @param layer its name */
export function tfjsWhitening(layer: string): StartCode {
  return {
    setUp: [
      'function whiten(layer, images) {',
      '  const [{ shape }] = layer.getWeights()',
      '  const [kh, kw, channels] = shape',
      '  const [count, height, width] = images.shape',
      '  const places = [height - kh + 1, width - kw + 1]',
      '  const parts = []',
      '  for (let y = 0; y < kh; y++) {',
      '    for (let x = 0; x < kw; x++) {',
      '      const size = [count, ...places, channels]',
      '      parts.push(images.slice([0, y, x, 0], size))',
      '    }',
      '  }',
      '  const n = kh * kw * channels',
      '  const patches = tf.concat(parts, 3).reshape([-1, n])',
      '  const mean = patches.mean(0, true)',
      '  const rest = patches.sub(mean)',
      '  const products = tf.matMul(rest, rest, true)',
      '    .div(patches.shape[0])',
      '  const least = products.mul(tf.eye(n)).sum().mul(5e-4 / n)',
      '  const covariance = products.add(tf.eye(n).mul(least))',
      '  // The columns turn into the eigenvectors.',
      '  let vectors = tf.eye(n)',
      '  for (let i = 0; i < 100; i++) {',
      '    vectors = tf.tidy(() =>',
      '      tf.linalg.qr(covariance.matMul(vectors))[0])',
      '  }',
      '  const values = covariance.matMul(vectors)',
      '    .mul(vectors).sum(0)',
      '  const half = vectors.div(values.sqrt())',
      '  const filters = tf.concat([half, half.neg()], 1)',
      '  const bias = mean.matMul(filters).neg().reshape([-1])',
      '  layer.setWeights([filters.reshape(shape), bias])',
      '}'
    ],
    lines: [`whiten(model.getLayer('${layer}'), images)`]
  }
}
