import { z } from '../../core/base/schema'
import { tensor } from './tensor'

/**
 * One image's whole way through a network, as in prediction: nothing is drawn at random, and moving
 * averages take the place of the batch's statistics. Computed by the reference engine in float32. Shapes are those of one image: [height, width, channels],
 * or [features] once flat.
 */
export const inspection = z.object({
  /** Optimizer steps behind the weights. */
  step: z.int().min(0),
  /** The file's bytes, planar: base64 of u8[channels, height, width]. */
  image: z.string(),
  label: z.int().min(0),
  classes: z.array(z.string()),
  /** What the first layer sees: the normalised image, [height, width, channels]. */
  input: tensor,
  /** What each layer puts out, in the order of the network's layers. */
  layers: z.array(tensor.extend({ type: z.string() })),
  /** The last layer's outputs: a raw score for each class. */
  logits: z.array(z.number()),
  /** Their softmax. */
  probabilities: z.array(z.number()),
  /** Cross-entropy: -log of the probability given to the label. */
  loss: z.number()
})
export type Inspection = z.infer<typeof inspection>
