import type { Checkpoint } from '../../core/training/checkpoint'
import { parameterShapes } from '../../core/model/infer-shapes'
import { decodeLayersModel } from './decode-layers-model'
import { encodeLayersModel } from './encode-layers-model'
import { parsePart } from './invalid-checkpoint'
import { sealJson, unsealJson } from './sealed-json'
import { decodeBase64, decodeTraining, encodeTraining, encodeWeights } from './training-content'
import { decodeWeights, valueBytes } from './weight-values'
import { z } from '../../core/base/schema'

/** model: what model.json would hold. weights: base64 of what weights.bin would hold. */
const content = z.object({ model: z.unknown(), weights: z.string(), training: z.unknown() })

/**
 * A checkpoint as the text of one self-contained `*.tenfold.json` file.
 * @throws LabError 'diverged' when weights are not finite, 'invalid-input' for a network that is too large
 */
export function encodeCheckpointFile(checkpoint: Checkpoint): string {
  const weights = encodeWeights(checkpoint)
  return sealJson('tenfold-checkpoint', {
    model: encodeLayersModel(checkpoint.config.model),
    weights: Buffer.from(weights).toString('base64'),
    training: encodeTraining(checkpoint, weights)
  })
}

/**
 * @param value parsed JSON whose format is `tenfold-checkpoint`
 * @throws LabError 'checkpoint-invalid'
 */
export function decodeCheckpointFile(value: unknown, name: string): Checkpoint {
  const { model, weights, training } = parsePart(content, unsealJson(value, name), name)
  const decoded = decodeLayersModel(model, name)
  const label = `The weights in ${name}`
  const bytes = decodeBase64(weights, valueBytes(parameterShapes(decoded.model)), label)
  return decodeTraining(
    training,
    decoded.model,
    decodeWeights(decoded, [{ label, parts: [bytes] }], name),
    name
  )
}
