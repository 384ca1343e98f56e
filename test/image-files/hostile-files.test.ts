import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { controlCharacters } from '../../src/core/base/control-characters'
import { LabError } from '../../src/core/base/lab-error'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { buildDecoder, type BuiltDecoder } from './build-decoder'
import { processesOf } from './processes-of'

const hostile = path.join(import.meta.dirname, 'hostile')
const good = path.join(import.meta.dirname, 'files', 'rgb.png')
const sizes = { shape: [32, 32, 3], fit: 'cover' } as const

let built: BuiltDecoder
let folder: string
beforeAll(async () => {
  built = await buildDecoder()
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-hostile-'))
})
afterAll(async () => {
  await built.remove()
  await rm(folder, { recursive: true })
})

describe.each(['native', 'wasm'])('with sharp’s %s build', (build) => {
  let decoder: ImageDecoder
  beforeEach(() => {
    vi.stubEnv('TENFOLD_SHARP', build)
    decoder = new ImageDecoder({ decoderFile: built.decoderFile, processes: 2, secondsPerImage: 120 })
  })
  afterEach(async () => {
    await decoder.close()
    vi.unstubAllEnvs()
  })

  /** Its size and notes, or the error's line. */
  const outcome = async (file: string): Promise<string> => {
    try {
      const { pixels, width, height, format, notes } = await decoder.decode({
        source: { path: file },
        ...sizes
      })
      expect(pixels, file).toHaveLength(32 * 32 * 3)
      return `${format} ${width} × ${height} ${notes.join(', ')}`.trim()
    } catch (thrown) {
      const error = LabError.from(thrown)
      expect(error.message, file).not.toMatch(controlCharacters)
      expect(error.message.length, file).toBeLessThan(300)
      return `${error.code}: ${error.message} ${error.hint}`
    }
  }

  test('each broken or malicious file is a picture or a clear error, and the others are decoded beside it', async () => {
    const names = readdirSync(hostile)
    expect(names.length).toBeGreaterThan(80)
    let largest = 0
    const outcomes = Object.fromEntries(
      await Promise.all(
        names.map(async (name): Promise<[string, string]> => {
          const said = await outcome(path.join(hostile, name))
          expect(await outcome(good), `after ${name}`).toBe('png 24 × 18 enlarged')
          for (const { pid, bytes } of processesOf(built.decoderFile)) {
            largest = Math.max(largest, bytes)
            expect(pid).not.toBe(process.pid)
          }
          return [name, said]
        })
      )
    )
    if (process.env['TENFOLD_SHOW']) console.log(build, outcomes, largest)
    const crashes = Object.entries(outcomes).filter(([, said]) => /internal|process for it/.test(said))
    expect(crashes).toEqual([])
    if (process.platform === 'linux') expect(largest).toBeGreaterThan(0)
    expect(largest).toBeLessThan(512e6)
  })
})
