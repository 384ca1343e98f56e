import { z } from '../base/schema'
import { activationLayer, bareSchema } from './activation'
import { kerasName } from './keras-layer'

const kerasRelu = z.object({
  name: kerasName,
  max_value: z.null('a limit on ReLU is not supported').optional(),
  negative_slope: z.literal(0, 'a slope below zero is not supported').nullish(),
  threshold: z.literal(0, 'a threshold is not supported').nullish()
})

/** max(0, x); its slope at 0 is 0, as in PyTorch. */
export const relu = activationLayer(bareSchema('relu'), 'relu', {
  ReLU: (reading) => reading.activate('relu', reading.parse(kerasRelu).name)
})
