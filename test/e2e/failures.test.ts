import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDesktop } from './open-desktop'
import { descendants, survivors, trainersOf } from './processes'
import { downloadDataset, goTo, loadCheckpoint, pressTrain, runBar, setFields, waitForLog } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeDesktop, describeHosts } from './workbench'

/** A training that goes on until somebody ends it. */
const endless = { Epochs: '1000', 'Log every': '50', 'Checkpoint every': '50' }

describeHosts('what goes wrong', (open) => {
  test('a training process that is killed costs the run no more than it had not saved', async () => {
    const workbench = await open(await temporaryFolder())
    const { page } = workbench
    await downloadDataset(page)
    await setFields(page, endless)
    await pressTrain(page)
    await waitForLog(page, 3)

    const trainers = trainersOf(workbench.pid)
    expect(trainers).toHaveLength(1)
    for (const { pid } of trainers) process.kill(pid, 'SIGKILL')
    await runBar(page).getByText('Interrupted').waitFor()

    await runBar(page).getByRole('button', { name: 'Resume' }).click()
    await runBar(page)
      .getByText(/^Training · epoch/)
      .waitFor()
    await runBar(page).getByRole('button', { name: 'Stop' }).click()
    await runBar(page).getByText('Stopped').waitFor()
    await goTo(page, 'Runs')
    await page.getByRole('row', { name: /Stopped/ }).waitFor()
    await workbench.close()
  })

  test('a file that is no checkpoint is refused with a reason, and nothing else changes', async () => {
    const workbench = await open(await temporaryFolder())
    const { page } = workbench
    await goTo(page, 'Runs')
    await page.getByText('No runs yet').waitFor()
    const notices = page.getByRole('region', { name: 'Notices' })
    for (const content of ['', 'hello', '{}', '{"format":"tenfold-checkpoint"}', '['.repeat(5000)]) {
      await loadCheckpoint(page, { name: 'broken.tenfold.json', content: Buffer.from(content) })
      await notices.getByText('broken.tenfold.json').first().waitFor()
      await notices.getByRole('button', { name: 'Dismiss' }).first().click()
    }
    await page.getByText('No runs yet').waitFor()
    expect(workbench.complaints).toEqual([])
    await workbench.close()
  })
})

describeDesktop('saving from the desktop', () => {
  test('to a place that cannot be written to says why, and asks for another one', async () => {
    const folder = await temporaryFolder()
    const { page, application, close, complaints } = await openDesktop(folder)
    await writeFile(path.join(folder, 'file'), '')
    const places = [folder, path.join(folder, 'file', 'x.json'), path.join(folder, 'gone', 'x.json')]
    const asked = application.evaluate(
      ({ dialog }, chosen) =>
        new Promise<readonly unknown[]>((resolve) => {
          const told: unknown[] = []
          Object.assign(dialog, {
            showSaveDialog: () => {
              const filePath = chosen.shift()
              if (chosen.length === 0) resolve(told)
              return Promise.resolve({ canceled: filePath === undefined, filePath })
            },
            showMessageBox: (_window: unknown, { message }: { readonly message: string }) => {
              told.push(message)
              return Promise.resolve({ response: 0 })
            }
          })
        }),
      places
    )
    await page.getByRole('button', { name: 'Share as an assignment' }).click()
    await page.getByLabel('Title').fill('Batches')
    await page.getByRole('button', { name: 'Save file' }).click()
    expect(await asked).toEqual([
      `${folder} is a folder, so no file can be written there.`,
      `Could not write ${path.join(folder, 'file', 'x.json')}: a file stands where a folder is needed.`
    ])
    await expect.poll(() => existsSync(path.join(folder, 'gone', 'x.json'))).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})

describeDesktop('closing the desktop', () => {
  test('asks while a training is under way, and leaves no process behind', async () => {
    const desktop = await openDesktop(await temporaryFolder())
    const { page, application } = desktop
    await downloadDataset(page)
    await setFields(page, endless)
    await pressTrain(page)
    await waitForLog(page, 1)

    const keepTraining = 1
    expect(await answerQuestionOf(application, keepTraining)).toContain('A training is under way.')
    await runBar(page)
      .getByText(/^Training · epoch/)
      .waitFor()

    const started = descendants(desktop.pid)
    const stopAndClose = 0
    const closed = application.waitForEvent('close')
    void answerQuestionOf(application, stopAndClose).catch(() => undefined) // the answer ends the process
    await closed
    expect(survivors(started)).toEqual([])
  })
})

/** Closes the window as its button does, and gives this answer to the question that follows. */
function answerQuestionOf(
  application: Awaited<ReturnType<typeof openDesktop>>['application'],
  response: number
): Promise<string> {
  return application.evaluate(
    ({ BrowserWindow, dialog }, answer) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = (...args: unknown[]) => {
          resolve(JSON.stringify(args.at(-1)))
          return Promise.resolve({ response: answer, checkboxChecked: false })
        }
        BrowserWindow.getAllWindows()[0]?.close()
      }),
    response
  )
}
