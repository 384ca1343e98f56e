import { type Browser, chromium } from 'playwright-core'
import { LabError } from '../../src/core/base/lab-error'
import { RunStore } from '../../src/lab/runs/run-store'
import { commandEnv, commandLine, runCommand, withFreshDataFolder } from './command-line'
import { pageMemory } from './page-memory'
import type { Part } from './part'
import { quantileRow } from './quantile-row'
import { startServer } from './start-server'
import { timeHolds, timesUntilShown } from './time-in-page'

const runId = 'run-1'
/** 12,500 steps an epoch, a line each. */
const settings = ['--epochs', '8', '--batch-size', '4', '--log-every', '1']

const what = {
  read: 'read from the disk by a new process',
  name: 'from choosing the run to its name on the screen',
  result: 'from choosing the run to its result on the screen',
  curve: 'from choosing Train to its curve on the screen',
  hover: 'pointer moves over the curve',
  smooth: 'moves of the slider for smoothing',
  scroll: 'scrolling in the log',
  table: 'scrolling in the table of the curve'
} as const
type Times = Record<keyof typeof what, number[]>

const turns = 40

/** How long a run with 100,000 log lines takes: to be read, to be opened in a browser, and to be looked at. */
export const longLog: Part = async ({ rounds }, door) => {
  const browserFiles = door.prepareChromium()
  if ('reason' in browserFiles)
    throw new LabError('unsupported', `There is no Chromium: ${browserFiles.reason}.`, browserFiles.remedy)
  await door.ensureBuild()
  return withFreshDataFolder(async (dataFolder) => {
    for (const chosen of [settings, ['--epochs', '1', '--train-images', '400']])
      await runCommand({ ...commandLine(door.projectRoot, 'train', ...chosen), dataFolder })
    const times: Times = {
      read: [],
      name: [],
      result: [],
      curve: [],
      hover: [],
      smooth: [],
      scroll: [],
      table: []
    }
    for (let round = 0; round < rounds; round++) times.read.push(await timeRead(dataFolder))
    const server = await startServer(door.projectRoot, dataFolder)
    const browser = await chromium.launch({
      executablePath: browserFiles.executable,
      env: { ...commandEnv(), ...browserFiles.env },
      args: ['--no-sandbox']
    })
    let memory = { before: NaN, after: NaN }
    try {
      for (let round = 0; round < rounds; round++) memory = await look(browser, server.address, times)
    } finally {
      await browser.close()
      server.end()
    }
    return {
      title: 'A run with 100,000 log lines',
      rows: Object.entries(times).map(([name, own]) =>
        quantileRow('a run with 100,000 log lines', textOf(name), own)
      ),
      notes: [
        `Chromium ${browser.version()}, drawn without a graphics card; the server runs on the same machine.`,
        `The page’s JavaScript holds ${megabytes(memory.before)} MB before the run is opened, and ${megabytes(memory.after)} MB with it.`,
        'Pointer, slider and scrolling: the longest time at a stretch for which the page’s thread is busy with it.'
      ]
    }
  })
}

const textOf = (name: string): string => Object.entries(what).find(([own]) => own === name)?.[1] ?? name
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

async function timeRead(dataFolder: string): Promise<number> {
  const store = new RunStore(dataFolder, () => undefined)
  const begin = performance.now()
  await store.read(runId)
  const time = performance.now() - begin
  await store.close()
  return time
}

/** One visit: from a short run to the long one, and what can be done with its curve and its log. */
async function look(
  browser: Browser,
  address: string,
  times: Times
): Promise<{ before: number; after: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(address)
  await page.getByRole('banner').waitFor()
  const choose = async (run: string): Promise<readonly number[]> => {
    await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
    await page.locator('tr[data-run]').first().waitFor()
    return timesUntilShown(page, { selector: 'tr[data-run] .name', text: run }, [
      { selector: 'header h1', text: run },
      { selector: 'header', text: 'Finished' }
    ])
  }
  await choose('Run 2')
  const before = await pageMemory(page)
  const [name, result] = await choose('Run 1')
  const [curve] = await timesUntilShown(page, { selector: 'nav a', text: 'Train' }, [
    { selector: 'canvas', text: 'Running loss after 100,000 steps' }
  ])
  times.name.push(...definite(name))
  times.result.push(...definite(result))
  times.curve.push(...definite(curve))
  await page.evaluate(() => document.fonts.ready)
  times.hover.push(...(await timeHolds(page, 'canvas[aria-label^="Running loss"]', 'point', turns)))
  times.smooth.push(...(await timeHolds(page, 'input[type=range]', 'slide', turns)))
  times.scroll.push(...(await timeHolds(page, '[role=log]', 'scroll', turns)))
  await page.getByRole('button', { name: 'Table of the loss curve' }).click()
  times.table.push(...(await timeHolds(page, '[aria-label="Loss table"]', 'scroll', turns)))
  const after = await pageMemory(page)
  await page.close()
  return { before, after }
}

function definite(time: number | undefined): [number] {
  if (time === undefined) throw new Error('the page did not tell a time')
  return [time]
}
