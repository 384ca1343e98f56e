import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { networkPage } from './scripts/build/network-page.mjs'

// One build for the Electron that ships (Node 24, a current Chromium), for the oldest that it is tested on
// (22: Node 16.17, Chrome 108) and for plain Node. Everything but electron itself is bundled, so that what is
// built needs no node_modules.
const commonJs = {
  format: 'cjs' as const,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs'
}

export default defineConfig({
  main: {
    plugins: [networkPage()],
    build: {
      target: 'node16.17',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/cli/main.ts',
          trainer: 'src/trainer/main.ts',
          decoder: 'src/decoder/main.ts',
          'loader-worker': 'src/trainer/loading/loader-worker.ts'
        },
        output: commonJs
      }
    }
  },
  preload: {
    build: {
      target: 'node16.17',
      externalizeDeps: false,
      // A sandboxed preload can load no second file.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { ...commonJs, codeSplitting: false }
      }
    }
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [svelte({ configFile: '../../svelte.config.js' })],
    build: {
      target: 'chrome108',
      cssTarget: 'chrome108',
      // CSS nesting, which Chrome 108 does not know, is lowered only by the minifier.
      minify: true,
      // The content security policy allows data: for images alone.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Loaded from this machine, so that one file is better than several.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: 'src/renderer/index.html', checks: { bundlerTimings: false } }
    }
  }
})
