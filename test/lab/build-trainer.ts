import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export interface BuiltTrainer {
  /** For `LabHost.trainerFile`. */
  readonly trainerFile: string
  /** Holds the process id of the training process that was started last. */
  readonly pidFile: string
}

/** Bundles the training process and its loader worker as the application's own build does, into a folder. */
export async function buildTrainer(folder: string): Promise<BuiltTrainer> {
  const source = (file: string): string =>
    fileURLToPath(new URL(`../../src/trainer/${file}`, import.meta.url))
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
        input: { main: source('main.ts'), 'loader-worker': source('loading/loader-worker.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' }
      }
    }
  })
  const trainerFile = join(folder, 'trainer.cjs')
  const pidFile = join(folder, 'pid')
  // The lab tells nobody which process trains; tests that end it by force have to know.
  const tellPid = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid))`
  await writeFile(trainerFile, `${tellPid}\nrequire('./main.cjs')\n`)
  return { trainerFile, pidFile }
}
