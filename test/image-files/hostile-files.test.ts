import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { controlCharacters } from '../../src/core/base/control-characters'
import { LabError } from '../../src/core/base/lab-error'
import type { DecodedImage, ImageSource } from '../../src/lab/dataset/decoding/decoder-protocol'
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
    const crashes = Object.entries(outcomes).filter(([, said]) => /internal|process for it/.test(said))
    expect(crashes).toEqual([])
    if (process.platform === 'linux') expect(largest).toBeGreaterThan(0)
    expect(largest).toBeLessThan(512e6)
  })

  test('what is no ordinary file is never opened', async () => {
    const inFolder = (name: string): string => path.join(folder, `${build}-${name}`)
    await mkdir(inFolder('folder.png'))
    expect(await outcome(inFolder('folder.png'))).toBe(
      `invalid-input: ${build}-folder.png is a folder, not an ordinary file. Leave it out.`
    )
    expect(await outcome(inFolder('gone.png'))).toMatch(/^not-found: .*gone\.png is no longer there\./)
    expect(await outcome(path.join(good, 'below.png'))).toMatch(/^not-found: below\.png is no longer there\./)
    if (process.platform === 'win32') return
    execFileSync('mkfifo', [inFolder('pipe.png')])
    expect(await outcome(inFolder('pipe.png'))).toMatch(/pipe\.png is a named pipe, not an ordinary file\./)
    await symlink('/dev/zero', inFolder('zero.png'))
    expect(await outcome(inFolder('zero.png'))).toMatch(/zero\.png is a device, not an ordinary file\./)
    await symlink(inFolder('loop.png'), inFolder('loop.png'))
    expect(await outcome(inFolder('loop.png'))).toMatch(/loop\.png is a link that leads to itself\./)
    await symlink(good, inFolder('link.png'))
    expect(await outcome(inFolder('link.png'))).toBe('png 24 × 18 enlarged')
    await writeFile(inFolder('secret.png'), readFileSync(good), { mode: 0 })
    // The administrator may read everything.
    if (process.getuid?.() !== 0) {
      expect(await outcome(inFolder('secret.png'))).toMatch(
        /Could not read .*secret\.png: permission was denied\./
      )
    }
    await chmod(inFolder('secret.png'), 0o600)
  })

  test.skipIf(process.platform === 'win32')(
    'a name cannot write into a terminal, nor be too long for it',
    async () => {
      const control = path.join(folder, `${build}-\u001b[31m\nred\u202e.png`)
      await writeFile(control, 'no image')
      expect(await outcome(control)).toMatch(/^unsupported: \S+-�\[31m�red�\.png is a text file\./)
      const long = path.join(folder, `${build}-${'x'.repeat(200)}.png`)
      await writeFile(long, '')
      expect(await outcome(long)).toMatch(/^data-corrupt: \w+-x{1,40}…x{1,40}\.png is empty\./)
      expect(await outcome(path.join(folder, 'not\ufffdutf-8.png'))).toMatch(/is no longer there/)
    }
  )

  test('bytes are decoded as a file is', async () => {
    const decoded = async (source: ImageSource): Promise<DecodedImage> => decoder.decode({ source, ...sizes })
    const bytes = new Uint8Array(readFileSync(good))
    expect(await decoded({ name: 'rgb.png', bytes })).toEqual(await decoded({ path: good }))
    const large = new Uint8Array(20_000_000).fill(1)
    await expect(decoded({ name: 'large.png', bytes: large })).rejects.toThrow('not an image')
    expect(await decoded({ name: 'rgb.png', bytes })).toEqual(await decoded({ path: good }))
  })

  test.runIf(process.platform === 'linux')(
    'a process that is killed costs its image, and is replaced',
    async () => {
      expect(await outcome(good)).toBe('png 24 × 18 enlarged')
      for (const { pid } of processesOf(built.decoderFile)) process.kill(pid, 'SIGKILL')
      expect(await Promise.all([outcome(good), outcome(good), outcome(good)])).toEqual(
        new Array(3).fill('png 24 × 18 enlarged')
      )
      await decoder.close()
      expect(processesOf(built.decoderFile)).toEqual([])
    }
  )
})
