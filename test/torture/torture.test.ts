import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuild } from '../../scripts/setup/ensure-build.mjs'
import { projectRoot } from '../../scripts/setup/project-root.mjs'
import { buildContender, buildWorker } from '../lab/build-contender'
import { runTrial } from './run-trial'
import { trials } from './trials'
import { openWorkplace, type Workplace } from './workplace'

/** Another one than of `npm run torture`: what it finds is found twice as often. */
const seed = 7

let buildFolder = ''
let workplace: Workplace
beforeAll(async () => {
  await ensureBuild()
  buildFolder = await mkdtemp(path.join(tmpdir(), 'tenfold-contender-'))
  workplace = await openWorkplace({
    cli: path.join(projectRoot, 'out', 'main', 'cli.cjs'),
    start: path.join(projectRoot, 'scripts', 'start.mjs'),
    contender: await buildContender(buildFolder),
    datasetWorker: await buildWorker(buildFolder, new URL('dataset-worker.ts', import.meta.url))
  })
}, 300_000)
afterAll(async () => {
  await workplace.end()
  await rm(buildFolder, { recursive: true })
})

test.each(trials)(
  '$name: $aim',
  async (trial) => {
    const { tried, wrong, skippedBecause } = await runTrial(trial, { workplace, seed, count: trial.quick })
    expect(wrong).toEqual([])
    if (skippedBecause === undefined) expect(tried).toBeGreaterThanOrEqual(trial.quick)
  },
  900_000
)
