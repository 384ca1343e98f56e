// @ts-check
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../setup/project-root.mjs'

/**
 * Builds a page out of components of the workbench, without the workbench around them.
 * @param {string} script from the project's root @param {string} outDir
 * @returns {Promise<string>} its address
 */
export async function buildPage(script, outDir) {
  const [{ build }, { svelte }] = await Promise.all([import('vite'), import('@sveltejs/vite-plugin-svelte')])
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    plugins: [svelte({ configFile: path.join(projectRoot, 'svelte.config.js') })],
    build: {
      outDir,
      emptyOutDir: false,
      // A page that is opened from a file may load nothing else.
      assetsInlineLimit: () => true,
      cssCodeSplit: false,
      rolldownOptions: {
        input: path.join(projectRoot, script),
        output: { format: 'iife', entryFileNames: 'page.js', assetFileNames: 'page[extname]' }
      }
    }
  })
  const file = path.join(outDir, 'page.html')
  writeFileSync(
    file,
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Measurement</title><link rel="stylesheet" href="page.css"></head><body><script src="page.js"></script></body></html>'
  )
  return pathToFileURL(file).href
}
