// @ts-check
// npm run torture: maltreats Tenfold and judges what it does, as docs/reliability.md reports; `-- --help` lists what there is.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode } from './setup/check-node.mjs'
import { ensureBuild } from './setup/ensure-build.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { projectRoot } from './setup/project-root.mjs'
import { runMain } from './setup/say.mjs'
import { cacheFolder } from './test-setup/cache-folder.mjs'

await runMain(async () => {
  checkNode()
  await ensureDependencies()
  await ensureBuild()
  // It needs the packages, so it cannot be loaded before.
  const { build } = await import('vite')
  /** @param {string[]} names */
  const source = (...names) => path.join(projectRoot, 'test', ...names)
  mkdirSync(cacheFolder, { recursive: true })
  // Of this run alone: another one may be under way.
  const outDir = mkdtempSync(path.join(cacheFolder, 'torture-'))
  process.once('exit', () => {
    rmSync(outDir, { recursive: true, force: true })
  })
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: { main: source('torture', 'main.ts'), contender: source('lab', 'contender.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
      }
    }
  })
  /** @type {typeof import('../test/torture/main')} */
  const { torture } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href)
  await torture(process.argv.slice(2), {
    cli: path.join(projectRoot, 'out', 'main', 'cli.cjs'),
    start: path.join(projectRoot, 'scripts', 'start.mjs'),
    contender: path.join(outDir, 'contender.mjs')
  })
})
