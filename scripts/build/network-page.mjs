// @ts-check
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'

/** What the lab packs into each page: src/lab/exchange/page/page-files.ts. */
const fileNames = { script: 'page.js', style: 'page.css', licences: 'licences.txt' }

/**
 * Builds the page that runs a network in a browser, src/page, into one script and one stylesheet, and collects the licences
 * of what is packed into it.
 * @param {string} outDir
 */
async function buildNetworkPage(outDir) {
  const [{ build }, { svelte }] = await Promise.all([import('vite'), import('@sveltejs/vite-plugin-svelte')])
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    mode: 'production',
    plugins: [svelte({ configFile: path.join(projectRoot, 'svelte.config.js') })],
    build: {
      target: ['chrome108', 'firefox115', 'safari16.4'],
      outDir,
      emptyOutDir: false,
      cssCodeSplit: false,
      license: { fileName: fileNames.licences },
      rolldownOptions: {
        input: path.join(projectRoot, 'src', 'page', 'main.ts'),
        output: { format: 'iife', entryFileNames: fileNames.script, assetFileNames: 'page[extname]' },
        checks: { bundlerTimings: false }
      }
    }
  })
  addNotices(path.join(outDir, fileNames.licences))
}

/** @param {string} file what Vite found in the packages: some come without the text of their licence */
function addNotices(file) {
  const found = readFileSync(file, 'utf8')
  const notices = readFileSync(
    path.join(projectRoot, 'resources', 'licences', 'packed-into-pages.txt'),
    'utf8'
  )
  const texts = found.slice(found.indexOf('## ')).replace(/^## (\S+) - .*\n+(?=## )/gm, (heading, name) => {
    if (notices.includes(`## ${name} (`)) return ''
    throw new Error(`resources/licences/packed-into-pages.txt has no licence for this: ${heading}`)
  })
  writeFileSync(file, `${notices}\n${texts}`)
}

/**
 * For electron.vite.config.ts: builds the page into a folder beside that of the main process.
 * @returns {import('vite').Plugin}
 */
export function networkPage() {
  let outDir = ''
  return {
    name: 'network-page',
    configResolved({ root, build }) {
      outDir = path.resolve(root, build.outDir, '..', 'page')
    },
    async closeBundle() {
      await buildNetworkPage(outDir)
    }
  }
}
