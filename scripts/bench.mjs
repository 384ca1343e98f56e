// @ts-check
// npm run bench: measures on this machine what docs/benchmarks.md reports; `npm run bench -- --help` lists what there is.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { runMain } from './setup/say.mjs'
import { cacheFolder } from './test-setup/cache-folder.mjs'
import { startDisplay } from './test-setup/start-display.mjs'

await runMain(async () => {
  checkNode()
  await ensureDependencies()
  // These need the packages, so they cannot be loaded before.
  const { build } = await import('vite')
  const { prepareElectron } = await import('./test-setup/prepare-electron.mjs')
  /** @param {string} name */
  const source = (name) => path.join(projectRoot, 'scripts', 'bench', `${name}.ts`)
  mkdirSync(cacheFolder, { recursive: true })
  // Of this run alone: another one may be under way.
  const outDir = mkdtempSync(path.join(cacheFolder, 'bench-'))
  process.once('exit', () => {
    rmSync(outDir, { recursive: true, force: true })
  })
  // Built as a whole: engines look for their libraries late, in processes that know nothing of TypeScript.
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      // Of the oldest Electron that is measured.
      target: 'node16.17',
      rolldownOptions: {
        input: {
          main: source('main'),
          'counted-steps': source('counted-steps'),
          'engine-peer': source('engine-peer'),
          'tfjs-peer': source('tfjs-peer')
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
      }
    },
    // Zod and the like too, for the oldest Electron.
    ssr: { noExternal: true, external: ['playwright-core'] }
  })
  /** @type {typeof import('./bench/main')} */
  const { bench } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href)
  await bench(process.argv.slice(2), {
    projectRoot,
    builtFolder: outDir,
    ensureBuild,
    prepareElectron,
    startDisplay
  })
})
