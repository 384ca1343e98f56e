import { type Browser, chromium } from 'playwright-core'
import { LabError } from '../../src/core/base/lab-error'
import { z } from '../../src/core/base/schema'
import { studyRunsOf } from '../../src/lab/studies/study-runs-of'
import { RunStore } from '../../src/lab/runs/run-store'
import { StudyStore } from '../../src/lab/studies/study-store'
import { commandEnv, commandLine, runCommand, withFreshDataFolder } from './command-line'
import type { Row } from './measurement'
import { multiplyStudy } from './multiply-study'
import { pageMemory } from './page-memory'
import type { Part } from './part'
import { quantileRow } from './quantile-row'

/** What is drawn: the query that the page of the measurement takes, and how people call it. */
const pictures = [
  ['chart=curves&runs=1000&points=12', 'curves of 12 points'],
  ['chart=curves&runs=1000&points=200', 'curves of 200 points'],
  ['chart=parallel&runs=1000', 'parallel coordinates, 5 axes'],
  ['chart=seeds&runs=1000&seeds=10', 'error bars, 100 settings of 10 seeds']
] as const

/** How long a study of 1,000 runs takes: to be read from the disk, and to be drawn. */
export const largeStudy: Part = async ({ rounds }, door) => {
  const browserFiles = door.prepareChromium()
  if ('reason' in browserFiles)
    throw new LabError('unsupported', `There is no Chromium: ${browserFiles.reason}.`, browserFiles.remedy)
  await door.ensureBuild()
  const address = await door.buildPage('scripts/bench/study-page/main.ts', door.builtFolder)
  const reading = await withFreshDataFolder(async (dataFolder) => {
    const settings = ['--epochs', '2', '--validation-split', '0.1']
    await runCommand({ ...commandLine(door.projectRoot, 'train', ...settings), dataFolder })
    return readingRows(dataFolder, await multiplyStudy(dataFolder), rounds)
  })
  const browser = await chromium.launch({
    executablePath: browserFiles.executable,
    env: { ...commandEnv(), ...browserFiles.env },
    args: ['--no-sandbox']
  })
  try {
    const drawn: Row[] = []
    for (const [query, name] of pictures)
      drawn.push(...(await pictureRows(browser, `${address}?${query}`, name, rounds)))
    return {
      title: 'A study of 1,000 runs',
      rows: [...reading, ...drawn],
      notes: [
        `Chromium ${browser.version()}, drawn without a graphics card.`,
        'First picture: from making the component to the first frame that shows it. The others: the time of the page’s thread, without the wait for a frame.',
        'Memory: JavaScript’s, after a collection, with all of the data.'
      ]
    }
  } finally {
    await browser.close()
  }
}

const rowOf = (what: string, times: readonly number[]): Row =>
  quantileRow('a study of 1,000 runs', what, times)

async function readingRows(dataFolder: string, studyId: string, rounds: number): Promise<Row[]> {
  const [first, again]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const store = new RunStore(dataFolder, () => undefined)
    const study = await new StudyStore(dataFolder).read(studyId)
    const runs = studyRunsOf(await store.list(), study)
    for (const times of [first, again]) {
      const begin = performance.now()
      await store.curves(runs.map(({ runId }) => runId))
      times.push(performance.now() - begin)
    }
    await store.close()
  }
  return [rowOf('curves read from the logs', first), rowOf('curves read again', again)]
}

const measured = z.record(z.string(), z.array(z.number()))
const names: Readonly<Record<string, string>> = {
  first: 'first picture',
  hover: 'pointer moves',
  pick: 'next one by key',
  brush: 'brush moves'
}

async function pictureRows(browser: Browser, address: string, name: string, rounds: number): Promise<Row[]> {
  const times: Record<string, number[]> = {}
  let memory = NaN
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(address)
    const output = page.locator('output')
    await output.waitFor({ state: 'attached' })
    const result: unknown = JSON.parse((await output.textContent()) ?? '')
    for (const [what, own] of Object.entries(measured.parse(result)))
      times[what] = [...(times[what] ?? []), ...own]
    memory = await pageMemory(page)
    await page.close()
  }
  return Object.entries(times).map(([what, own], i) => ({
    ...rowOf(`${name}: ${names[what] ?? what}`, own),
    ...(i === 0 ? { 'memory, MB': Number((memory / 1e6).toFixed(1)) } : {})
  }))
}
