import { z } from '../../core/schema'

export const weightsFileName = 'weights.bin'
export const modelFileName = 'model.json'
export const trainingFileName = 'training.json'

const layerJson = z.object({ class_name: z.string(), config: z.record(z.string(), z.unknown()) })
export type LayerJson = z.infer<typeof layerJson>

/** Sequential, as tfjs-layers writes it, or a bare list of layers, as early Keras did. */
export const sequentialJson = z.object({
  class_name: z.string(),
  config: z.union([z.object({ layers: z.array(layerJson) }), z.array(layerJson)])
})

const weightSpec = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  dtype: z.string(),
  quantization: z.unknown().optional()
})

export const weightsManifest = z
  .array(z.object({ paths: z.array(z.string()).min(1), weights: z.array(weightSpec) }))
  .min(1)
export type WeightsManifest = z.infer<typeof weightsManifest>

/** model.json of a TensorFlow.js layers model, the parts that are read. */
export const layersModel = z.object({
  format: z.string().optional(),
  modelTopology: z.unknown().optional(),
  weightsManifest: weightsManifest.optional()
})
