import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Bundles the contender. @returns its file */
export function buildContender(folder: string): Promise<string> {
  return buildWorker(folder, new URL('contender.ts', import.meta.url))
}

/** Bundles a process for tests. @returns its file */
export async function buildWorker(folder: string, source: URL): Promise<string> {
  const file = fileURLToPath(source)
  const built = `${path.basename(file, '.ts')}.cjs`
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
        input: file,
        output: { format: 'cjs', entryFileNames: built }
      }
    }
  })
  return path.join(folder, built)
}
