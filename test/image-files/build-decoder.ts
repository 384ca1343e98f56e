import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'

const root = path.join(import.meta.dirname, '..', '..')

export interface BuiltDecoder {
  /** For `ImageDecoder`. */
  readonly decoderFile: string
  remove(): Promise<void>
}

/** Bundles the decoding process as the application's own build does, where it finds sharp above it. */
export async function buildDecoder(): Promise<BuiltDecoder> {
  const cache = path.join(root, 'node_modules', '.cache', 'tenfold')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(path.join(cache, 'decoder-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: { decoder: path.join(root, 'src', 'decoder', 'main.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  })
  return {
    decoderFile: path.join(folder, 'decoder.cjs'),
    remove: () => rm(folder, { recursive: true })
  }
}
