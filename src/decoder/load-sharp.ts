import type { default as sharpFunction } from 'sharp'
import { createRequire } from 'node:module'

export type Sharp = typeof sharpFunction

/** `native` or `wasm`: which of sharp's two builds is to be taken; for tests. */
const sharpBuild = 'TENFOLD_SHARP'

/** What may open a file: the readers of formats that are announced, and no other of libvips's two dozen. */
const readers = ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`)

/**
 * Loads sharp, which is never bundled: its builds are files of their own in node_modules.
 * Native code is taken where it can be loaded. In Electron's Node on Linux it cannot live beside the GLib of GTK, which
 * is in the same process, so that the WebAssembly build is taken (https://sharp.pixelplumbing.com/install#electron-and-linux).
 * @param home a file in whose folder, or above it, node_modules lies
 */
export function loadSharp(home: string, environment: NodeJS.ProcessEnv = process.env): Sharp {
  const require = createRequire(home)
  const wanted = environment[sharpBuild]
  const besideGtk = process.platform === 'linux' && process.versions['electron'] !== undefined
  if (wanted === 'wasm' || (besideGtk && wanted !== 'native')) preferWasm(require)
  const sharp: unknown = require('sharp')
  if (!isSharp(sharp)) throw new Error('the npm package sharp has an interface that Tenfold does not know')
  if (wanted === 'native' && 'emscripten' in sharp.versions)
    throw new Error('sharp’s native build does not load')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers })
  return sharp
}

/**
 * sharp looks for native code first, and has no setting for it: what it will ask for is therefore answered beforehand,
 * out of the cache of `require`, with the WebAssembly build.
 */
function preferWasm(require: NodeJS.Require): void {
  const fromSharp = createRequire(require.resolve('sharp'))
  const wasm = fromSharp.resolve('@img/sharp-wasm32/sharp.node')
  fromSharp(wasm)
  for (const libc of ['', 'musl']) {
    const native = `@img/sharp-${process.platform}${libc}-${process.arch}/sharp.node`
    try {
      fromSharp.cache[fromSharp.resolve(native)] = fromSharp.cache[wasm]
    } catch {
      // It is not installed, and so cannot come first.
    }
  }
}

function isSharp(loaded: unknown): loaded is Sharp {
  return typeof loaded === 'function' && 'block' in loaded && 'versions' in loaded
}
