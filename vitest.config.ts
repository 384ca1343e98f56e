import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [svelte()],
        // Svelte's client build: the state classes are tested as they run in a browser.
        resolve: { conditions: ['browser'] },
        test: { name: 'unit', include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 60_000 }
      },
      {
        test: { name: 'conformance', include: ['test/engine-conformance/**/*.test.ts'], testTimeout: 60_000 }
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/engine-conformance/**',
            'test/architecture/**',
            'test/e2e/**',
            'test/tensorflow/**'
          ],
          testTimeout: 60_000
        }
      },
      {
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 60_000 }
      },
      {
        test: {
          name: 'tensorflow',
          include: ['test/tensorflow/**/*.test.ts'],
          globalSetup: 'test/tensorflow/set-up.ts',
          testTimeout: 60_000
        }
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/set-up.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
