import path from 'node:path'
import { afterEach, expect, inject, test } from 'vitest'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { expectedImages, imageFiles, inChannels, largestDifference } from '../image-files/expected-images'
import { projectRoot } from './project-root'
import { required } from './required'
import { describeDesktop } from './workbench'

describeDesktop('images that Electron’s own Node decodes', () => {
  const { execPath } = process
  afterEach(() => {
    process.execPath = execPath
  })

  test('have the pixels that PIL gives them, and many come from one process', async () => {
    process.execPath = required('Electron', inject('electron')).executable
    const decoderFile = path.join(projectRoot, 'out', 'main', 'decoder.cjs')
    const decoder = new ImageDecoder({ decoderFile, processes: 1, secondsPerImage: 120 })
    try {
      for (let round = 0; round < 3; round++) {
        for (const [name, expected] of expectedImages()) {
          const { pixels } = await decoder.decode({
            source: { path: path.join(imageFiles, name) },
            shape: [expected.height, expected.width, 3],
            fit: 'cover'
          })
          const difference = largestDifference(pixels, inChannels(expected, 3))
          expect(difference, name).toBeLessThanOrEqual(expected.within)
        }
      }
    } finally {
      await decoder.close()
    }
  })
})
