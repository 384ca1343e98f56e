// @ts-check
// npm run bench: measures on this machine what docs/benchmarks.md reports; `npm run bench -- --help` lists what there is.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { runMain } from './setup/say.mjs'
import { buildForThisRun } from './test-setup/build-for-this-run.mjs'
import { buildPage } from './test-setup/build-page.mjs'
import { prepareChromium } from './test-setup/prepare-chromium.mjs'
import { startDisplay } from './test-setup/start-display.mjs'

await runMain(async () => {
  checkNode()
  await ensureDependencies()
  // It needs the packages, so it cannot be loaded before.
  const { prepareElectron } = await import('./test-setup/prepare-electron.mjs')
  // Built as a whole: engines look for their libraries late, in processes that know nothing of TypeScript. Zod and the
  // like too, for the oldest Electron.
  const outDir = await buildForThisRun(
    'bench',
    {
      main: 'scripts/bench/main.ts',
      'counted-steps': 'scripts/bench/counted-steps.ts',
      'engine-peer': 'scripts/bench/engine-peer.ts',
      'tfjs-peer': 'scripts/bench/tfjs-peer.ts'
    },
    // Of the oldest Electron that is measured.
    { target: 'node16.17', external: ['playwright-core', 'sharp'] }
  )
  /** @type {typeof import('./bench/main')} */
  const { bench } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href)
  await bench(process.argv.slice(2), {
    projectRoot,
    builtFolder: outDir,
    ensureBuild,
    buildPage,
    prepareChromium,
    prepareElectron,
    startDisplay
  })
})
