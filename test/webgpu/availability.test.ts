import { describe, expect, test, vi } from 'vitest'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { initialWeights } from '../../src/core/initial-weights'
import { lessonConfig } from '../../src/core/run-config'
import { untrainedState } from '../../src/core/weights'
import { fakePackage, packageWithAdapter, usePackage } from './fake-package'
import { refusal, unavailability } from './refusal'

const software = `{
  info: { vendor: 'google', architecture: '', device: 'SwiftShader', description: '', isFallbackAdapter: true },
  limits: {}
}`
const card = `{
  info: { vendor: 'nvidia', architecture: '', device: 'Some Card', description: '', isFallbackAdapter: false },
  limits: {}
}`

describe('what the user is told where WebGPU cannot run', () => {
  test('the package is not installed', async () => {
    usePackage('/nowhere/webgpu.mjs')
    const { reason, remedy } = await unavailability()
    expect(reason).toBe('the npm package webgpu, which speaks to the graphics card, is not installed.')
    expect(remedy).toContain('npm ci --include=optional')
  })

  test('its native part does not load', async () => {
    fakePackage(`throw new Error("libc.so.6: version 'GLIBC_2.38' not found\\nmore")`)
    const { reason, remedy } = await unavailability()
    expect(reason).toMatch(/GLIBC_2\.38' not found$/)
    expect(remedy).toContain('glibc')
  })

  test('it is of another version', async () => {
    fakePackage('export const start = () => undefined')
    expect((await unavailability()).reason).toContain('another interface')
  })

  test('no driver', async () => {
    fakePackage(packageWithAdapter('null'))
    const { reason, remedy } = await unavailability()
    expect(reason).toMatch(/^no graphics card answers through /)
    expect(remedy).toContain('driver')
  })

  test('only a software renderer, unless it is allowed', async () => {
    fakePackage(packageWithAdapter(software))
    vi.stubEnv('TENFOLD_WEBGPU_SOFTWARE', '')
    expect((await unavailability()).reason).toContain('SwiftShader')
    vi.stubEnv('TENFOLD_WEBGPU_SOFTWARE', '1')
    expect(await webgpuEngine.probe()).toMatchObject({ available: true })
  })

  test('inside Electron', async () => {
    fakePackage(packageWithAdapter(card))
    vi.stubGlobal('process', { ...process, versions: { ...process.versions, electron: '45.0.0' } })
    try {
      expect((await unavailability()).reason).toContain('Electron')
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('a run that asks for it stops with the same reason', async () => {
    fakePackage(packageWithAdapter('null'))
    const { model, optimizer } = lessonConfig
    const compiled = webgpuEngine.compile({
      model,
      optimizer,
      batchSize: 4,
      threads: 0,
      seed: 1,
      state: untrainedState(initialWeights(model, 1))
    })
    const refused = await refusal(compiled)
    expect(refused.code).toBe('engine-unavailable')
    expect(refused.message).toContain('no graphics card')
    expect(refused.hint).toContain('driver')
  })
})

test('a graphics card is named', async () => {
  fakePackage(packageWithAdapter(card))
  const found = await webgpuEngine.probe()
  expect(found.available && found.description).toMatch(/^WebGPU on Some Card, /)
})
