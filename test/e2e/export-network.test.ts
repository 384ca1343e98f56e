import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

describeHosts('a network for another program', (open) => {
  test('is saved from the window as from the terminal, at any checkpoint', async () => {
    const data = await temporaryFolder()
    const workbench = await open(data)
    const { page } = workbench
    await downloadDataset(page)
    await setFields(page, { Epochs: '2', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    await goTo(page, 'Evaluate')
    const main = page.getByRole('main')
    const dialog = page.getByRole('dialog')
    const show = async (): Promise<void> => {
      await main.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Network' }).click()
      await dialog.waitFor()
    }
    await show()
    expect(await findBarriers(page)).toEqual([])
    const steps = await dialog.getByLabel('Checkpoint').locator('option').allTextContents()
    expect(steps.length).toBeGreaterThan(1)
    const first = steps.at(-1)?.replace(/\D/g, '') ?? ''

    for (const [label, format] of [
      ['PyTorch', 'pytorch'],
      ['PyTorch, to train on', 'pytorch-training'],
      ['PyTorch project', 'pytorch-project'],
      ['safetensors', 'safetensors'],
      ['TensorFlow.js', 'tfjs'],
      ['Web page', 'page']
    ] as const) {
      if (!(await dialog.isVisible())) await show()
      await dialog.getByRole('radio', { name: label, exact: true }).check({ force: true })
      if (format === 'safetensors') await dialog.getByLabel('Checkpoint').selectOption(first)
      const { name, content } = await workbench.save(() =>
        dialog.getByRole('button', { name: /^Save / }).click()
      )
      const output = path.join(await temporaryFolder(), name)
      const step = format === 'safetensors' ? ['--step', first] : []
      await runCommand(['export', '1', '--format', format, '--output', output, ...step], { dataFolder: data })
      expect(content.equals(await readFile(output)), format).toBe(true)
      await dialog.waitFor({ state: 'hidden' })
    }
  })
})
