import axe from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

/** What axe finds on the page as it is once nothing fades in or out any more, by WCAG 2.2 AA and best practice. */
export async function findBarriers(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const fading = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    // One that is given up has an end, too.
    await Promise.allSettled(fading.map(({ finished }) => finished))
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    })
    return violations.map(({ id, nodes }) => ({
      id,
      targets: nodes.map(({ target, failureSummary }) => ({ target, failureSummary }))
    }))
  })
}
