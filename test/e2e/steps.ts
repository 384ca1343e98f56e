import type { Page } from 'playwright-core'

/** What people do in the workbench, in their words: controls are found by role and name, as assistive tools do. */

export const rooms = [
  'Lesson',
  'Data',
  'Network',
  'Optimizer',
  'Train',
  'Evaluate',
  'Runs',
  'Devices'
] as const
export type RoomTitle = (typeof rooms)[number]

export async function goTo(page: Page, room: RoomTitle): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms of the lab' }).getByRole('link', { name: room }).click()
}

export async function downloadDataset(page: Page): Promise<void> {
  await goTo(page, 'Data')
  await page.getByRole('main').getByRole('button', { name: 'Download' }).click()
  await page.getByText('Training images').waitFor()
}

/** Shows the form in Train, where a run's own settings may stand in its place. */
export async function showForm(page: Page): Promise<void> {
  await goTo(page, 'Train')
  const nextRun = page.getByRole('main').getByRole('radio', { name: 'Next run' })
  if (await nextRun.isVisible()) await nextRun.check({ force: true })
}

/** Groups of fields that can be unfolded, with a field of each. */
const foldedFields = {
  'Warm-up, loss, gradients': 'Warm-up',
  'Validation, engine, log': 'Log every'
} as const

/** Types into the form's fields. */
export async function setFields(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await showForm(page)
  const main = page.getByRole('main')
  for (const [group, own] of Object.entries(foldedFields)) {
    if (!(await page.getByLabel(own).isVisible())) await main.getByText(group).click()
  }
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).fill(value)
}

/** Presses the run bar's button that starts a training. */
export async function pressTrain(page: Page): Promise<void> {
  await runBar(page)
    .getByRole('button', { name: /^Train( again)?$/ })
    .click()
}

export async function waitUntilFinished(page: Page, timeout = 60_000): Promise<void> {
  await runBar(page)
    .getByText(/^Finished/)
    .waitFor({ timeout })
}

/** Until the log has so many lines. */
export async function waitForLog(page: Page, lines: number): Promise<void> {
  await page
    .getByRole('log', { name: 'Training log' })
    .filter({ hasText: new RegExp(`(loss: [^]*){${String(lines)}}`) })
    .waitFor()
}

/** Where the current run stands, and the one button that matters. */
export function runBar(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('banner')
}

/** The Evaluate view with a result in it; a run that finishes is evaluated without being asked. */
export async function seeResult(page: Page): Promise<void> {
  await goTo(page, 'Evaluate')
  await page.getByText(/^Accuracy, [\d,]+ images$/).waitFor()
}

/** Chooses files for the hidden chooser behind “Load checkpoint”. */
export async function loadCheckpoint(
  page: Page,
  file: { readonly name: string; readonly content: Buffer }
): Promise<void> {
  await page
    .getByLabel('Checkpoint files')
    .setInputFiles({ name: file.name, mimeType: 'application/json', buffer: file.content })
}

export async function exportReport(page: Page, format: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: `Report, ${format}` }).click()
}

/** Chooses from the menu at the end of a run's row in Runs. */
export async function actOnRun(page: Page, number: number, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions of run ${number}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** The data set of the manifest from a local folder, in Data. */
export async function takeFiles(page: Page, folder: string): Promise<void> {
  await goTo(page, 'Data')
  const main = page.getByRole('main')
  await main.getByRole('radio', { name: 'Local' }).click()
  await main.getByLabel('Path of the archive or folder').fill(folder)
  await main.getByRole('button', { name: 'Use these files' }).click()
  await main.getByText('Training images').waitFor()
}
