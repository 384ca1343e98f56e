// @ts-check
// npm run torture: maltreats Tenfold and judges what it does, as docs/reliability.md reports; `-- --help` lists what there is.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { runMain } from './setup/say.mjs'
import { buildForThisRun } from './test-setup/build-for-this-run.mjs'

await runMain(async () => {
  checkNode()
  await ensureDependencies()
  await ensureBuild()
  const outDir = await buildForThisRun('torture', {
    main: 'test/torture/main.ts',
    contender: 'test/lab/contender.ts',
    'dataset-worker': 'test/torture/dataset-worker.ts'
  })
  /** @type {typeof import('../test/torture/main')} */
  const { torture } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href)
  await torture(process.argv.slice(2), {
    cli: path.join(projectRoot, 'out', 'main', 'cli.cjs'),
    start: path.join(projectRoot, 'scripts', 'start.mjs'),
    contender: path.join(outDir, 'contender.mjs'),
    datasetWorker: path.join(outDir, 'dataset-worker.mjs')
  })
})
