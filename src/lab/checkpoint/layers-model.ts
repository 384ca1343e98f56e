import { lastPart, maxWeightFiles } from '../../core/checkpoint/checkpoint-files'
import { mostClasses } from '../../core/data/dataset-info'
import { initialisation } from '../../core/layers/initialisation'
import { pixelRanges } from '../../core/model/pixel-range'
import { z } from '../../core/base/schema'
import { quantization } from './stored-values'

const weightSpec = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  dtype: z.string(),
  quantization: quantization.optional()
})

/** Beside model.json: nothing absolute, nothing that leads out of its folder, no address. */
const isBeside = (path: string): boolean => !/^[/\\]|^[A-Za-z][\w+.-]*:|(^|[/\\])\.\.([/\\]|$)/.test(path)
const weightsPath = z
  .string()
  .min(1)
  .max(1024)
  .refine(isBeside, 'the weights must be in the same folder as the network')

export const weightsManifest = z
  .array(z.object({ paths: z.array(weightsPath).min(1), weights: z.array(weightSpec) }))
  .min(1)
  .refine(
    (groups) => groups.reduce((sum, { paths }) => sum + paths.length, 0) <= maxWeightFiles,
    `the weights are in more than ${maxWeightFiles} files`
  )
  .refine((groups) => {
    const names = groups.flatMap(({ paths }) => paths.map(lastPart))
    return new Set(names).size === names.length
  }, 'a file of weights is named twice')
export type WeightsManifest = z.infer<typeof weightsManifest>

/** model.json of a TensorFlow.js layers model, the parts that are read. */
export const layersModel = z.object({
  format: z.string().optional(),
  modelTopology: z.unknown().optional(),
  weightsManifest: weightsManifest.optional(),
  /** `Tenfold` for its own. */
  generatedBy: z.unknown().optional(),
  userDefinedMetadata: z.unknown().optional()
})

/** What Tenfold says in a model.json besides its layers; TensorFlow.js passes it over. */
export const ownMetadata = z.object({
  /** Where they are not the usual ones. */
  pixels: pixelRanges.optional(),
  /** Of layers that start other than at random, by their names. */
  initialisations: z.record(z.string(), initialisation).optional(),
  /** Names of the classes, in the order of the scores. */
  classes: z.array(z.string()).min(1).max(mostClasses).optional()
})
export type OwnMetadata = z.infer<typeof ownMetadata>

/** metadata.json of Teachable Machine, the parts that are read. Its networks take pixels from -1 to 1. */
export const teachableMetadata = z.object({
  packageName: z.literal('@teachablemachine/image'),
  labels: z.array(z.string().min(1).max(200)).max(8192).optional()
})
