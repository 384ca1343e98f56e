// @ts-check
// Trains recipes and writes down what they reach: node scripts/measure-recipes.mjs <file.jsonl> <recipe> <seed>... [--without <id>]
// One line of JSON for each training, appended to the file. Build first: npm run build. Data and runs: TENFOLD_DATA.
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const [file, recipe, ...rest] = process.argv.slice(2)
if (file === undefined || recipe === undefined) throw new Error('Give a file, a recipe and seeds.')
const at = rest.indexOf('--without')
const without = at === -1 ? undefined : rest[at + 1]
const seeds = at === -1 ? rest : rest.slice(0, at)

/**
 * @param {string[]} args
 * @returns the document that the command prints
 */
function tenfold(...args) {
  const command = [path.join(root, 'out/main/cli.cjs'), ...args, '--json']
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr.toString()}`)
  return JSON.parse(stdout.toString())
}

for (const seed of seeds) {
  const left = without === undefined ? [] : ['--without', without]
  const run = tenfold('train', '--recipe', recipe, ...left, '--seed', seed, '--engine', 'wasm')
  const mirrored = tenfold('evaluate', String(run.runId), '--mirrored')
  const line = {
    recipe,
    ...(without === undefined ? {} : { without }),
    seed: Number(seed),
    accuracy: run.evaluation.accuracy,
    mirrored: mirrored.accuracy,
    seconds: Number((run.trainMs / 1000).toFixed(1)),
    device: run.device.label
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
  console.log(line)
}
