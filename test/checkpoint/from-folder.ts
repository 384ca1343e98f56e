import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { z } from '../../src/core/base/schema'

/** That it really is one, TensorFlow.js finds out. */
const modelJson = z.custom<tf.io.ModelJSON>((value) => typeof value === 'object')

/** Reads a model folder from the disk as tf.loadLayersModel would over HTTP: model.json names its weights file. */
export function fromFolder(path: string): tf.io.IOHandler {
  return {
    load: async () => {
      const model = modelJson.parse(JSON.parse(await readFile(join(path, 'model.json'), 'utf8')))
      return tf.io.getModelArtifactsForJSON(model, async (manifest) => {
        const files = manifest.flatMap(({ paths }) => paths)
        const parts = await Promise.all(files.map((name) => readFile(join(path, name))))
        return [manifest.flatMap(({ weights }) => weights), Uint8Array.from(Buffer.concat(parts)).buffer]
      })
    }
  }
}
