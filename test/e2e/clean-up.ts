import path from 'node:path'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { projectRoot } from './project-root'

/** Leaves nothing running when a test is over, and a picture of the page when it has failed. */
export function cleanUpAfterTest(page: Page, end: () => Promise<void>): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail' && !page.isClosed()) {
      const name = `${task.suite?.name ?? ''} ${task.name}`.replaceAll(/[^\w]+/g, '-')
      await page.screenshot({ path: path.join(projectRoot, 'test-results', `${name}.png`) })
    }
    await end()
  })
}
