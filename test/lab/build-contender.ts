import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Bundles the contender. @returns its file */
export async function buildContender(folder: string): Promise<string> {
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
        input: fileURLToPath(new URL('contender.ts', import.meta.url)),
        output: { format: 'cjs', entryFileNames: 'contender.cjs' }
      }
    }
  })
  return join(folder, 'contender.cjs')
}
