import { test } from 'vitest'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { testConformance } from '../engine-conformance/conformance'
import { prepareSoftwareRenderer } from './software-renderer'

const missing = await prepareSoftwareRenderer()
if (missing === undefined) {
  // A software renderer takes minutes for each part; the whole suite is `npm run verify`.
  testConformance('webgpu', webgpuEngine, {
    threads: [],
    prediction: 'same bits',
    randomNetworks: 6,
    parts: ['layers', 'optimizers', 'losses', 'clipping', 'state', 'determinism', 'prediction', 'refusals']
  })
} else {
  test.skip(`conformance of webgpu (${missing})`)
}
