import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'

/** Puts a module in the place of the npm package `webgpu` until the test ends. @param source its JavaScript */
export function fakePackage(source: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'tenfold-webgpu-'))
  const file = path.join(folder, 'webgpu.mjs')
  writeFileSync(file, source)
  usePackage(file)
  onTestFinished(() => rmSync(folder, { recursive: true }))
}

export function usePackage(file: string): void {
  vi.stubEnv('TENFOLD_WEBGPU', file)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

/** A package whose `requestAdapter` gives this JavaScript value. */
export function packageWithAdapter(adapter: string): string {
  return `export const create = () => ({ requestAdapter: async () => (${adapter}) })`
}

/** The real package, with something done to each device before the engine gets it. @param spoils JavaScript */
export function packageThat(spoils: string): string {
  return `
import { create as createReal } from ${JSON.stringify(fileURLToPath(import.meta.resolve('webgpu')))}
const spoil = ${spoils}
export const create = (options) => {
  const gpu = createReal(options)
  return {
    requestAdapter: async (wishes) => {
      const adapter = await gpu.requestAdapter(wishes)
      if (adapter === null) return null
      const requestDevice = adapter.requestDevice.bind(adapter)
      adapter.requestDevice = async (descriptor) => {
        const device = await requestDevice(descriptor)
        spoil(device)
        return device
      }
      return adapter
    }
  }
}`
}
