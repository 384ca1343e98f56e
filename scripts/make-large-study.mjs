// @ts-check
// node scripts/make-large-study.mjs <data folder>: makes a study of 1,000 runs there out of its run-1, to try the window
// with; train one run before. Not for a folder that has other runs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runMain } from './setup/say.mjs'
import { buildForThisRun } from './test-setup/build-for-this-run.mjs'

await runMain(async () => {
  const [dataFolder] = process.argv.slice(2)
  if (dataFolder === undefined) throw new Error('Name a data folder with one run.')
  const outDir = await buildForThisRun('large-study', { 'multiply-study': 'scripts/bench/multiply-study.ts' })
  /** @type {typeof import('./bench/multiply-study')} */
  const { multiplyStudy } = await import(pathToFileURL(path.join(outDir, 'multiply-study.mjs')).href)
  console.log(`Made ${await multiplyStudy(path.resolve(dataFolder))} in ${dataFolder}.`)
})
