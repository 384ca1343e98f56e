import { weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { inferShapes } from '../../core/model/infer-shapes'
import type { ModelSpec } from '../../core/model/model-spec'
import { kerasTopology, metadataOf } from './keras-topology'
import type { OwnMetadata } from './layers-model'
import { writtenLayers } from './written-layers'

/**
 * The network as model.json of a TensorFlow.js layers model: what `tf.loadLayersModel` reads.
 * @param classes their names, where they are known
 */
export function encodeLayersModel(model: ModelSpec, classes?: readonly string[]): object {
  const shapes = inferShapes(model)
  const parameters = shapes.flatMap((shape) => shape.parameters)
  const metadata: OwnMetadata = {
    ...metadataOf(model),
    ...(classes === undefined ? {} : { classes: [...classes] })
  }
  return {
    format: 'layers-model',
    generatedBy: 'Tenfold',
    convertedBy: null,
    ...(Object.keys(metadata).length === 0 ? {} : { userDefinedMetadata: metadata }),
    modelTopology: layersModelTopology(model),
    weightsManifest: [
      {
        paths: [weightsFileName],
        weights: parameters.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }))
      }
    ]
  }
}

/** The network without its weights: `modelTopology` of model.json. */
export function layersModelTopology(model: ModelSpec): Record<string, unknown> {
  return {
    ...kerasTopology(model.inputShape, writtenLayers(inferShapes(model), 'tensorflow.js'), 'tensorflow.js'),
    keras_version: '2.12.0',
    backend: 'tensorflow'
  }
}
