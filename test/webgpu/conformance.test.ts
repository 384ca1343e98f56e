import { test } from 'vitest'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { testConformance } from '../engine-conformance/conformance'
import { prepareSoftwareRenderer } from './software-renderer'

const missing = await prepareSoftwareRenderer()
if (missing === undefined) {
  testConformance('webgpu', webgpuEngine, { threads: [], prediction: 'same bits', randomNetworks: 6 })
} else {
  test.skip(`conformance of webgpu (${missing})`)
}
