import { paragraph, type TextBlock } from '../base/text-block'
import type { LayerSpec } from './layer-kinds'

/** What the guide says of a layer that is frozen, beside what it says of its type. */
export function frozenText({ type, frozen }: LayerSpec): readonly TextBlock[] {
  if (frozen !== true) return []
  return [
    paragraph(
      'It is **frozen**: its weights stay as they are while other layers learn. No gradient is computed for them, and the optimizer keeps nothing for them.'
    ),
    ...(type === 'batchNorm'
      ? [
          paragraph(
            'Gamma and beta are these weights. While the network trains, mean and variance are still those of the batch, and their moving averages still move.'
          )
        ]
      : []),
    {
      kind: 'text',
      text: '`requires_grad_(False)` switches its gradients off. The optimizer leaves weights without a gradient as they are; not even weight decay changes them.',
      only: 'pytorch'
    },
    {
      kind: 'text',
      text: '`trainable: false` marks it. TensorFlow.js computes gradients for every variable all the same, so the script asks for those in `model.trainableWeights` only.',
      only: 'tfjs'
    }
  ]
}
