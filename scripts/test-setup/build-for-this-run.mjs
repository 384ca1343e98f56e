// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'
import { cacheFolder } from './cache-folder.mjs'

/**
 * Builds TypeScript and all that it imports into a folder of this process's own, since another one may be under way; it
 * goes when the process ends.
 * @param {string} name
 * @param {Readonly<Record<string, string>>} input files from the project's root, by the names of what is made of them
 * @param {{ target?: string, external?: string[] }} [options]
 * @returns {Promise<string>} the folder, which has `<name>.mjs` for each
 */
export async function buildForThisRun(name, input, { target, external = [] } = {}) {
  // Of the packages, which may have been installed since this process began.
  const { build } = await import('vite')
  mkdirSync(cacheFolder, { recursive: true })
  const outDir = mkdtempSync(path.join(cacheFolder, `${name}-`))
  process.once('exit', () => {
    rmSync(outDir, { recursive: true, force: true })
  })
  const files = Object.entries(input).map(([made, file]) => [made, path.join(projectRoot, file)])
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      ...(target === undefined ? {} : { target }),
      rolldownOptions: {
        input: Object.fromEntries(files),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
      }
    }
  })
  return outDir
}
