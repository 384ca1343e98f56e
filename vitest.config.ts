import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** In milliseconds, for a machine that is busy with other work: what hangs is found all the same. */
const patience = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [svelte()],
        // Svelte's client build: the state classes are tested as they run in a browser.
        resolve: { conditions: ['browser'] },
        test: { name: 'unit', include: ['src/**/*.test.ts'], environment: 'node', ...patience }
      },
      {
        test: { name: 'conformance', include: ['test/engine-conformance/**/*.test.ts'], ...patience }
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/engine-conformance/**',
            'test/architecture/**',
            'test/e2e/**',
            'test/tensorflow/**',
            'test/verify/**'
          ],
          ...patience
        }
      },
      {
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...patience }
      },
      {
        test: {
          name: 'tensorflow',
          include: ['test/tensorflow/**/*.test.ts'],
          globalSetup: 'test/tensorflow/set-up.ts',
          ...patience
        }
      },
      {
        // One test checks dozens of networks on a graphics card that the processor imitates.
        test: { name: 'verify', include: ['test/verify/**/*.test.ts'], ...patience, testTimeout: 3_600_000 }
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/set-up.ts',
          fileParallelism: false,
          ...patience,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
