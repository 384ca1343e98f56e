import { test } from 'vitest'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { testConformance } from '../engine-conformance/conformance'
import { prepareSoftwareRenderer } from '../webgpu/software-renderer'

const missing = await prepareSoftwareRenderer()
if (missing === undefined) {
  testConformance('webgpu', webgpuEngine, { threads: [], prediction: 'same bits', randomNetworks: 30 })
} else {
  test.skip(`conformance of webgpu (${missing})`)
}
