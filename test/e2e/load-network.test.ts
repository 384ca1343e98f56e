import path from 'node:path'
import { expect, test } from 'vitest'
import { findBarriers } from './find-barriers'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, runBar, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

describeHosts('a network of another program', (open) => {
  test('is loaded: an ONNX file as it is, weights alone after the network was chosen', async () => {
    const data = await temporaryFolder()
    const { page, complaints } = await open(data)
    await downloadDataset(page)
    await setFields(page, { Epochs: '1', 'Log every': '50' })
    await pressTrain(page)
    await waitUntilFinished(page)
    const folder = await temporaryFolder()
    const [onnx, pth] = [path.join(folder, 'mine.onnx'), path.join(folder, 'mine.pth')]
    for (const [format, file] of [
      ['onnx', onnx],
      ['pytorch', pth]
    ] as const)
      await runCommand(['export', '1', '--format', format, '--output', file], { dataFolder: data })

    await goTo(page, 'Evaluate')
    const picker = page.getByLabel('Checkpoint files')
    await picker.setInputFiles(onnx)
    await runBar(page).getByText('#2 ·').waitFor()

    await picker.setInputFiles(pth)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Every parameter has its tensor.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    const network = dialog.getByLabel('Network', { exact: true })
    await network.selectOption('modern')
    await dialog.getByText(/^No tensor yet for conv1\.weight/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Load', exact: true }).isDisabled()).toBe(true)
    await network.selectOption('lesson')
    await dialog.getByLabel('Tensor of conv1.bias').selectOption('none')
    await dialog.getByText('No tensor yet for conv1.bias.').waitFor()
    await dialog.getByLabel('Tensor of conv1.bias').selectOption('conv1.bias')
    await dialog.getByRole('button', { name: 'Load', exact: true }).click()
    await runBar(page).getByText('#3 ·').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Evaluate', exact: true }).click()
    await seeResult(page)
    expect(complaints).toEqual([])
  })
})
