import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
