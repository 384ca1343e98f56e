import { describe, expect, test, vi } from 'vitest'
import type { Program } from '../../src/core/engine/engine'
import { probeEngines } from '../../src/engine'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonConfig } from '../../src/core/settings/run-config'
import { untrainedState } from '../../src/core/model/weights'
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

function compileLesson(): Promise<Program> {
  const { model, optimizer } = lessonConfig
  const state = untrainedState(initialWeights(model, 1))
  return webgpuEngine.compile({ model, optimizer, batchSize: 4, threads: 0, seed: 1, state })
}

describe('what the user is told where WebGPU cannot run', () => {
  test('the package is not installed', async () => {
    usePackage('/nowhere/webgpu.mjs')
    const { reason, remedy } = await unavailability()
    expect(reason).toBe('the npm package webgpu is not installed.')
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
    expect((await unavailability()).reason).toContain('an interface that')
  })

  test('no driver', async () => {
    fakePackage(packageWithAdapter('null'))
    const { reason, remedy } = await unavailability()
    expect(reason).toMatch(/^no graphics card answers through /)
    expect(remedy).toContain('driver')
  })

  test('a driver that fails when it is asked', async () => {
    fakePackage(packageWithAdapter(`await Promise.reject(new Error('the loader is broken'))`))
    const { reason, remedy } = await unavailability()
    expect(reason).toMatch(/^no graphics card answers through .*: the loader is broken$/)
    expect(remedy).toContain('driver')
  })

  test('an adapter that tells nothing of itself: the other engines still run', async () => {
    fakePackage(packageWithAdapter('{}'))
    const found = await probeEngines(['wasm', 'webgpu'])
    expect(found.map(({ id, availability }) => [id, availability.available])).toEqual([
      ['wasm', true],
      ['webgpu', false]
    ])
  })

  test('a card that gives no device', async () => {
    fakePackage(
      packageWithAdapter(`{
        info: { vendor: 'nvidia', architecture: '', device: 'Some Card', description: '', isFallbackAdapter: false },
        limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 30 },
        requestDevice: async () => { throw new Error('the card is asleep') }
      }`)
    )
    const refused = await refusal(compileLesson())
    expect(refused.code).toBe('engine-unavailable')
    expect(refused.message).toMatch(
      /^The graphics card cannot be used \(Some Card, .*\): the card is asleep$/
    )
    expect(refused.hint).toContain('another engine')
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
    const refused = await refusal(compileLesson())
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
