import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { LabError } from '../../src/core/base/lab-error'
import { RunStore } from '../../src/lab/runs/run-store'
import { median } from './alternate'
import { commandEnv, commandLine, runCommand, withFreshDataFolder } from './command-line'
import { multiplyRun } from './multiply-run'
import type { Part } from './part'
import { startServer } from './start-server'
import { timesUntilShown } from './time-in-page'

const count = 1000
/** What people type, word by word. */
const searches = ['accuracy>60', 'accuracy>60 tag:wide', 'batch-size:8', 'group:"group 3"', 'run 99', '']

/** How long a list of 1,000 runs takes: to be read from the disk, to be opened in a browser, and to be searched. */
export const manyRuns: Part = async ({ rounds }, door) => {
  const browserFiles = door.prepareChromium()
  if ('reason' in browserFiles)
    throw new LabError('unsupported', `There is no Chromium: ${browserFiles.reason}.`, browserFiles.remedy)
  await door.ensureBuild()
  return withFreshDataFolder(async (dataFolder) => {
    const settings = ['--epochs', '1', '--train-images', '4000', '--validation-split', '0.1']
    await runCommand({ ...commandLine(door.projectRoot, 'train', ...settings), dataFolder })
    const folderOf = (number: number): string => path.join(dataFolder, 'runs', `run-${number}`)
    await multiplyRun(folderOf, count)
    const [first, again] = await timeLists(dataFolder, rounds)
    const server = await startServer(door.projectRoot, dataFolder)
    const browser = await chromium.launch({
      executablePath: browserFiles.executable,
      env: { ...commandEnv(), ...browserFiles.env },
      args: ['--no-sandbox']
    })
    try {
      const opened: number[] = []
      const searched: number[] = []
      for (let round = 0; round < rounds; round++) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
        await page.goto(server.address)
        await page.getByRole('banner').waitFor()
        await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click()
        const list = { selector: 'tr[data-run]', text: 'Run' }
        opened.push(...(await timesUntilShown(page, { selector: 'nav a', text: 'Runs' }, [list])))
        // The list on the screen is the one that was known; what the lab answers takes its place.
        await page.waitForTimeout(1000)
        for (const text of searches) searched.push(await timeSearch(page, text))
        await page.close()
      }
      const row = (what: string, times: readonly number[]) => ({
        [`${count} runs`]: what,
        'median, ms': Math.round(median(times)),
        'at most, ms': Math.round(times.reduce((most, time) => Math.max(most, time), 0))
      })
      return {
        title: `A list of ${count} runs`,
        rows: [
          row('listed by a new process', first),
          row('listed again', again),
          row('from choosing Runs to the rows on the screen', opened),
          row('from a search to the rows that it finds on the screen', searched)
        ],
        notes: [
          `Chromium ${browser.version()}, drawn without a graphics card; the server runs on the same machine.`,
          `${searches.length} searches in each round, once the list has been brought up to date. A tenth of the training images is held back; the validation accuracy stands in run.json.`
        ]
      }
    } finally {
      await browser.close()
      server.end()
    }
  })
}

async function timeLists(dataFolder: string, rounds: number): Promise<[number[], number[]]> {
  const [first, again]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const store = new RunStore(dataFolder, () => undefined)
    for (const times of [first, again]) {
      const begin = performance.now()
      await store.list()
      times.push(performance.now() - begin)
    }
    await store.close()
  }
  return [first, again]
}

function timeSearch(page: Page, text: string): Promise<number> {
  return page.evaluate(async (typed) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
    const field = document.querySelector<HTMLInputElement>('input[type=search]')
    if (field === null) throw new Error('there is no search field')
    await frame()
    const begin = performance.now()
    field.value = typed
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await frame()
    await frame()
    return performance.now() - begin
  }, text)
}
