import { expect, test } from 'vitest'
import { engineIds, engineNames, type EngineId } from '../../../core/base/engine-id'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import { timingPreview } from './timing-preview'

const engines = (...available: readonly EngineId[]): EngineStatus[] =>
  engineIds.map((engine) =>
    available.includes(engine)
      ? {
          available: true,
          engine,
          name: engineNames[engine],
          description: '',
          maxThreads: 1,
          preferred: false
        }
      : { available: false, engine, name: engineNames[engine], reason: '', remedy: '' }
  )

test('speaks of the engines that can run', () => {
  expect(timingPreview(engines('wasm', 'webgpu', 'tensorflow', 'reference'))).toContain(
    'Times WebAssembly, WebGPU, and TensorFlow'
  )
  expect(timingPreview(engines('wasm', 'tensorflow'))).toContain('Times WebAssembly and TensorFlow')
})

test('names both of two where auto has one to take', () => {
  const text = timingPreview(engines('wasm', 'reference'))
  expect(text).toContain('Auto uses WebAssembly')
  expect(text).toContain('Reference loops')
  expect(text).not.toContain('Only')
})

test('says that there is one only where there is one', () => {
  expect(timingPreview(engines('tensorflow'))).toContain('Only TensorFlow can run here')
  expect(timingPreview(engines('reference'))).toContain('Only Reference loops can run here')
  expect(timingPreview(engines())).toContain('No engine can run here')
  expect(timingPreview(undefined)).toBeUndefined()
})
