import { performance } from 'node:perf_hooks'
import { _electron } from 'playwright-core'
import { pressTrain, runBar, waitUntilFinished } from '../../test/e2e/steps'
import type { Door } from './part'

/**
 * Opens the desktop's window on a display of its own, presses Train, and waits until the run has finished and was tested.
 * @returns seconds from the one to the other
 */
export async function trainInWindow(
  { projectRoot, startDisplay }: Door,
  executable: string,
  dataFolder: string
): Promise<number> {
  const display = await startDisplay()
  const root = process.getuid?.() === 0
  const application = await _electron.launch({
    executablePath: executable,
    args: [projectRoot, '--disable-gpu', ...(root ? ['--no-sandbox'] : [])],
    env: { ...inherited(), ...display.env, TENFOLD_DATA: dataFolder }
  })
  try {
    const page = await application.firstWindow()
    await runBar(page).waitFor()
    const begin = performance.now()
    await pressTrain(page)
    // An earlier run is shown as finished until this one has started.
    await runBar(page).getByRole('button', { name: 'Pause' }).waitFor()
    await waitUntilFinished(page, 600_000)
    return (performance.now() - begin) / 1000
  } finally {
    await application.close()
    display.stop()
  }
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}
