import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

const document = z.object({
  summary: z.object({ studyId: z.string(), finished: z.int() }),
  results: z.array(z.object({ title: z.string(), test: z.object({ count: z.int(), mean: z.number() }) })),
  best: z.int().nullable(),
  text: z.array(z.array(z.string()))
})

test('two settings with two seeds: is one better, or was it luck?', { timeout: 240_000 }, async () => {
  const dataFolder = await temporaryFolder()
  const study = (...args: readonly string[]) => runCommand(['study', ...args], { dataFolder })
  const empty = await study()
  expect(empty).toMatchObject({ code: 0, stdout: '' })
  expect(empty.stderr).toContain('There are no studies yet.')

  const options = ['--seeds', '2', '--epochs', '1', '--engine', 'wasm', '--name', 'Batch sizes']
  const { code, stdout, stderr } = await study('start', ...options, '--vary', 'batch-size=4,64')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^batch size 4 +2 +[\d.]+ % ± [\d.]+ +[\d.]+$/m)
  expect(stdout).toMatch(/^batch size 64 +2 +[\d.]+ % ± [\d.]+ +[\d.]+$/m)
  expect(stdout).toMatch(/^With batch size 4: [\d.]+ % on average over two seeds/m)
  expect(stdout).toMatch(/the 95 % confidence interval of the difference reaches from/)
  expect(stderr).toMatch(/^#\d {2}batch size (4|64), seed 1: accuracy [\d.]+ %$/m)
  expect(stderr).toContain('4 runs (grid of 2 × 2 seeds).')
  expect(stderr).toMatch(/(runs train|run trains) at a time\.$/m)
  expect(stderr).toContain('Kept as study 1 (study-1).')

  const list = await study()
  expect(list.stdout).toMatch(/#1 +Batch sizes +finished +4 /)
  const shown = document.parse(JSON.parse((await study('show', '1', '--json')).stdout))
  expect(shown.results.map(({ title }) => title)).toEqual(['batch size 4', 'batch size 64'])
  expect(shown.results.map(({ test: { count } }) => count)).toEqual([2, 2])

  const runs = await runCommand(['runs'], { dataFolder })
  expect(runs.stdout).toMatch(/batch size 64, seed 2/)
  expect((await study('show', '1')).stderr).not.toContain('study resume')
  const again = await study('resume', '1')
  expect(again).toMatchObject({ code: 0, stdout })
  expect(again.stderr).toContain('Study 1 has finished, so there is nothing to resume.')
  // Nobody can be asked here.
  const refused = await study('delete', 'latest')
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('add --yes')
  expect((await study()).stdout).toBe(list.stdout)
  expect(await study('delete', 'latest', '--yes')).toMatchObject({ code: 0, stdout: 'study-1\n' })
  expect((await runCommand(['runs'], { dataFolder })).stdout).toBe(runs.stdout)
})

test('Ctrl-C pauses a study, and it goes on with what is missing', { timeout: 240_000 }, async () => {
  const dataFolder = await temporaryFolder()
  const options = ['--seeds', '3', '--epochs', '20', '--engine', 'wasm', '--parallel', '1']
  const paused = await runCommand(['study', 'start', ...options], {
    dataFolder,
    interruptAtMessage: 'seed 1: accuracy'
  })
  expect(paused.code).toBe(130)
  expect(paused.stderr).toContain('Paused. Continue with: npm start -- study resume 1')
  expect(paused.stderr).toContain('3 runs (3 seeds).')
  expect(paused.stderr).toContain('One run trains at a time.')
  const shown = await runCommand(['study', 'show', '1'], { dataFolder })
  expect(shown.stderr).toContain('2 of 3 runs are left. Continue with: npm start -- study resume 1')
  const resumed = await runCommand(['study', 'resume', '1', '--json'], { dataFolder })
  expect(resumed.code).toBe(0)
  const { summary, results } = document.parse(JSON.parse(resumed.stdout))
  expect(summary.finished).toBe(3)
  expect(results[0]?.test.count).toBe(3)
  expect(resumed.stderr).not.toContain('seed 1:')
  const runs = z
    .array(z.object({ number: z.int() }))
    .parse(JSON.parse((await runCommand(['runs', '--json'], { dataFolder })).stdout))
  expect(runs.length).toBe(3)
})

test('successive halving names the best by the validation images', { timeout: 240_000 }, async () => {
  const dataFolder = await temporaryFolder()
  const { code, stdout } = await runCommand(
    [
      ...['study', 'start', '--seeds', '1', '--engine', 'wasm', '--epochs', '3', '--validation-split', '0.2'],
      ...['--random', '6', '--vary', 'learning-rate=0.00001..0.01:log', '--halving', '3', '--json']
    ],
    { dataFolder }
  )
  expect(code).toBe(0)
  const { summary, best, text } = document.parse(JSON.parse(stdout))
  expect(summary.finished).toBe(8)
  expect(best).not.toBeNull()
  expect(text[0]?.[0]).toMatch(/^By the validation images, the best is learning rate 0\.0/)
})

test.each([
  [['--seed', '3'], 'Give --seeds instead of --seed.'],
  [['--seeds', 'many'], '--seeds many: this is neither a number of seeds nor a list of seeds.'],
  [['--vary', 'batch=4,8'], 'no setting is called “batch”'],
  [['--vary', 'threads=1,2'], '“threads” does not change what is trained'],
  [['--vary', 'learning-rate=0.1..0.2'], 'not all combinations can be tried'],
  [['--workers', '2'], "unknown option '--workers'"],
  [['--random', '5'], 'nothing varies'],
  [['--random', '0', '--vary', 'crop=1,2'], '--random 0: number of settings must be a whole number from 2'],
  [['--vary', 'batch-size=4,8', '--halving', '1'], '--halving 1: settings of which one goes on must be'],
  [['--parallel', '0'], '--parallel 0: runs at a time must be a whole number from 1 to 256.'],
  [['--seeds', '1'], 'One setting with one seed is a single run.']
])('%j is refused', { timeout: 60_000 }, async (args, message) => {
  const dataFolder = await temporaryFolder()
  const result = await runCommand(['study', 'start', ...args], { dataFolder })
  expect(result).toMatchObject({ code: 2, stdout: '' })
  expect(result.stderr).toContain(message)
})
