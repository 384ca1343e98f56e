import { geluTanhConstants } from '../../../core/layers/gelu-tanh'
import { activationOf, type ActivationType, type LayerSpec } from '../../../core/layers/layer-kinds'
import type { FusedActivation, PlacedTensor } from '../plan/plan'
import { region } from '../plan/region'
import { wgslFloat } from './job'

/** WGSL of an activation. */
interface ActivationCode<T extends ActivationType> {
  readonly value: (x: string, layer: LayerSpec<T>) => string
  /** The gradient before it. @param from of its input or output, whichever `slopeFrom` says */
  readonly gradient: (gradient: string, from: string, layer: LayerSpec<T>) => string
}

const { scale, cubic } = geluTanhConstants
const geluTanhShare = (x: string): string =>
  `sigmoid(${x} * fma(${wgslFloat(2 * scale * cubic)}, ${x} * ${x}, ${wgslFloat(2 * scale)}))`

const codes: { readonly [T in ActivationType]: ActivationCode<T> } = {
  relu: {
    value: (x) => `relu(${x})`,
    gradient: (gradient, y) => `select(0.0, ${gradient}, ${y} > 0.0)`
  },
  scale: {
    value: (x, { factor }) => `((${x}) * ${wgslFloat(factor)})`,
    gradient: (gradient, _, { factor }) => `((${gradient}) * ${wgslFloat(factor)})`
  },
  leakyRelu: {
    value: (x, { slope }) => `leakyRelu(${x}, ${wgslFloat(slope)})`,
    gradient: (gradient, y, { slope }) => `((${gradient}) * select(${wgslFloat(slope)}, 1.0, ${y} > 0.0))`
  },
  relu6: {
    value: (x) => `relu6(${x})`,
    gradient: (gradient, y) => `select(0.0, ${gradient}, ${y} > 0.0 && ${y} < 6.0)`
  },
  tanh: {
    value: (x) => `hyperbolicTangent(${x})`,
    gradient: (gradient, y) => `((${gradient}) * (1.0 - ${y} * ${y}))`
  },
  sigmoid: {
    value: (x) => `sigmoid(${x})`,
    gradient: (gradient, y) => `((${gradient}) * (${y} * (1.0 - ${y})))`
  },
  silu: {
    value: (x) => `(${x} * sigmoid(${x}))`,
    gradient: (gradient, x) => `((${gradient}) * sigmoid(${x}) * (1.0 + ${x} * (1.0 - sigmoid(${x}))))`
  },
  gelu: {
    value: (x) => `(${x} * normalShare(${x}))`,
    gradient: (gradient, x) => `((${gradient}) * fma(${x}, normalDensity(${x}), normalShare(${x})))`
  },
  geluTanh: {
    value: (x) => `(${x} * ${geluTanhShare(x)})`,
    gradient: (gradient, x) => {
      const share = geluTanhShare(x)
      const inner = `fma(${wgslFloat(6 * scale * cubic)}, ${x} * ${x}, ${wgslFloat(2 * scale)})`
      return `((${gradient}) * fma(${x} * ${share} * (1.0 - ${share}), ${inner}, ${share}))`
    }
  }
}

/** y = activation(x) */
export function activate(activation: FusedActivation, x: string): string {
  return activation === 'none' ? x : valueCode(activation, x)
}

/** The gradient before a fused activation, from that behind it and the activation's value y. */
export function throughActivation(activation: FusedActivation, gradient: string, y: string): string {
  return activation === 'none' ? gradient : gradientCode(activation, gradient, y)
}

/** What `throughActivation` reads of a tensor. */
export function slopeRegions(tensor: PlacedTensor): string[] {
  const { activation } = tensor
  const needed = activation !== 'none' && activationOf(activation).slopeFrom === 'output'
  return needed ? [region.values(tensor)] : []
}

function valueCode<T extends ActivationType>(layer: LayerSpec<T>, x: string): string {
  return codes[layer.type].value(x, layer)
}

/** @param from x or y, whichever the layer's slope is computed from */
export function gradientCode<T extends ActivationType>(
  layer: LayerSpec<T>,
  gradient: string,
  from: string
): string {
  return codes[layer.type].gradient(gradient, from, layer)
}
