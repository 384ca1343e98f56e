// @ts-check
// npm test: does all of its own set-up, then runs every check and test; `npm test -- unit e2e` runs these stages only.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { readResults } from './read-results.mjs'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { runChild } from './setup/run-child.mjs'
import { SetupError, runMain } from './setup/say.mjs'

/** @typedef {import('./read-results.mjs').Results} Results */

const vitestStages = ['unit', 'conformance', 'integration', 'tensorflow', 'architecture', 'e2e']
const stages = ['check', ...vitestStages]
/** `npm run verify` is what takes too long for every change. */
const allStages = [...stages, 'verify']

await runMain(async () => {
  checkNode()
  const chosen = process.argv.slice(2)
  const unknown = chosen.find((stage) => !allStages.includes(stage))
  if (unknown !== undefined)
    throw new SetupError(`There is no stage “${unknown}”.`, `Stages: ${allStages.join(', ')}.`)
  const wanted = chosen.length === 0 ? stages : allStages.filter((stage) => chosen.includes(stage))

  /** @type {readonly string[]} */
  const skips = await timed('set-up', () => setUp(wanted))
  /** @type {Results[]} */
  const results = []
  for (const stage of wanted) {
    const result = await timed(stage, () => {
      if (stage === 'check') return check()
      return stage === 'e2e' ? runShards(stage) : runVitest(stage)
    })
    results.push(result)
  }
  const total = together(results)
  for (const skip of skips) console.log(skip)
  // The log is long: its end says what to look for.
  if (total.failures.length > 0) console.log(`\nFailed:\n  ${total.failures.join('\n  ')}`)
  console.log(
    `\n${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped`
  )
  process.exitCode = total.failed === 0 ? 0 : 1
})

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
async function timed(name, work) {
  console.log(`\n── ${name}`)
  const startedAt = Date.now()
  const result = await work()
  console.log(`── ${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  return result
}

/**
 * @param {readonly string[]} wanted
 * @returns {Promise<string[]>} what has to be skipped, and which command would enable it
 */
async function setUp(wanted) {
  await ensureDependencies()
  await ensureBuild()
  return [
    ...(wanted.includes('tensorflow') ? await setUpTensorflow() : []),
    ...(wanted.includes('e2e') ? await setUpE2e() : [])
  ]
}

/** @returns {Promise<string[]>} */
async function setUpTensorflow() {
  const { tensorflowFromWheel } = await import('./test-setup/tensorflow-from-wheel.mjs')
  const found = tensorflowFromWheel()
  return 'reason' in found ? [describeSkip('TensorFlow', found)] : []
}

/** @returns {Promise<string[]>} */
async function setUpE2e() {
  // These need the packages, so they cannot be loaded before.
  const { prepareChromium } = await import('./test-setup/prepare-chromium.mjs')
  const { prepareElectron } = await import('./test-setup/prepare-electron.mjs')
  const electron = await prepareElectron()
  const chromium = prepareChromium()
  const skips = []
  if ('reason' in electron) skips.push(describeSkip('Electron', electron))
  else {
    console.log(`Electron ${electron.version}`)
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.dist
  }
  if ('reason' in chromium) skips.push(describeSkip('a browser', chromium))
  return skips
}

/**
 * @param {string} what
 * @param {{ reason: string, remedy: string }} why
 */
function describeSkip(what, { reason, remedy }) {
  return `Skipped: the tests in ${what}, because ${reason}.\nTo enable them: ${remedy}`
}

/** @returns {Promise<Results>} */
async function check() {
  const { runChecks } = await import('./checks.mjs')
  const { passed, failed } = await runChecks((line) => {
    console.log(line)
  })
  return {
    passed,
    failed: failed.length,
    skipped: 0,
    failures: failed.map((name) => `check: ${name}`)
  }
}

/**
 * Two halves at once, each with a display of its own: windows on one display would take the focus from one another.
 * @param {string} project
 * @returns {Promise<Results>}
 */
async function runShards(project) {
  return together(await Promise.all([runVitest(project, '1/2'), runVitest(project, '2/2')]))
}

/**
 * @param {readonly Results[]} results
 * @returns {Results}
 */
function together(results) {
  const sum = (/** @type {(one: Results) => number} */ of) =>
    results.reduce((total, one) => total + of(one), 0)
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    failures: results.flatMap(({ failures }) => failures)
  }
}

/**
 * @param {string} project
 * @param {string} [shard] the part of its files to run: `1/2`
 * @returns {Promise<Results>}
 */
async function runVitest(project, shard) {
  const folder = path.join(projectRoot, 'node_modules', '.cache', 'tenfold', 'results')
  const resultFile = path.join(
    folder,
    `${project}${shard === undefined ? '' : `-${shard.replace('/', '-of-')}`}.json`
  )
  mkdirSync(folder, { recursive: true })
  rmSync(resultFile, { force: true })
  const vitest = path.join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`]
  const part = shard === undefined ? [] : [`--shard=${shard}`]
  const end = await runChild(process.execPath, [vitest, 'run', '--project', project, ...part, ...reporters], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit']
  })
  if (end.asked) process.exit(130)
  const results = readResults(resultFile, project)
  if (end.code === 0 || results.failed > 0) return results
  // A file that cannot be loaded, or an error between tests, fails the stage without failing a test.
  const failures =
    results.failures.length > 0 ? results.failures : [`${project}: an error outside of the tests, see above`]
  return { ...results, failed: 1, failures }
}
