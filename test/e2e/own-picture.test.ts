import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { JSHandle, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { imageFiles } from '../image-files/expected-images'
import { findBarriers } from './find-barriers'
import { runCommand } from './run-command'
import { downloadDataset, goTo, pressTrain, seeResult, setFields, waitUntilFinished } from './steps'
import { temporaryFolder } from './temporary-folder'
import { transferFiles } from './transfer-files'
import { describeBrowser, describeHosts, type Workbench } from './workbench'
import { openBrowser } from './open-browser'

const card = (page: Page): Locator => page.getByRole('region', { name: 'Your picture' })
const seen = (page: Page): Locator => card(page).getByRole('img', { name: 'What the network sees' })
const rows = (page: Page): Locator => card(page).getByRole('table').getByRole('row')
const choose = (page: Page, name: string): Promise<void> =>
  page.getByLabel('Picture file').setInputFiles(path.join(imageFiles, name))

/** The pixels that a canvas has, as text. */
const pixelsOf = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element) => (element instanceof HTMLCanvasElement ? element.toDataURL() : ''))

async function trainShortly(workbench: Workbench): Promise<void> {
  const { page } = workbench
  await downloadDataset(page)
  await setFields(page, { Epochs: '1' })
  await pressTrain(page)
  await waitUntilFinished(page)
  await seeResult(page)
}

type Track = JSHandle<MediaStreamTrack | undefined>

const trackOf = (video: Locator): Promise<Track> =>
  video.evaluateHandle((element) =>
    element instanceof HTMLVideoElement && element.srcObject instanceof MediaStream
      ? element.srcObject.getVideoTracks()[0]
      : undefined
  )

const stateOf = (track: Track): Promise<string | undefined> => track.evaluate((one) => one?.readyState)

describeHosts('a picture of one’s own', (open) => {
  test('is chosen, dropped or pasted, goes through the network, and is refused where it is none', async () => {
    const dataFolder = await temporaryFolder()
    const workbench = await open(dataFolder)
    const { page } = workbench
    await trainShortly(workbench)
    await transferFiles(page, 'drop', [
      { name: 'evaluated.png', content: await readFile(path.join(imageFiles, 'rgb.png')) }
    ])
    await card(page).getByText('evaluated.png').waitFor()
    await goTo(page, 'Evaluate')
    await page.getByRole('main').getByRole('button', { name: 'Try a picture' }).click()
    await card(page).getByRole('button', { name: 'Remove picture' }).click()
    await card(page).getByText('The network knows only its 10 classes', { exact: false }).waitFor()
    await card(page).getByText('Its classes: plane, car, bird', { exact: false }).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await choose(page, 'orientation-6.jpg')
    await seen(page).waitFor()
    await card(page).getByRole('img', { name: 'Your picture, orientation-6.jpg' }).waitFor()
    await card(page).getByText('It was turned as the camera noted', { exact: false }).waitFor()
    expect(await rows(page).count()).toBe(6)
    expect(await findBarriers(page)).toEqual([])
    // What the terminal says of the same file.
    const said = await runCommand(['predict', '1', path.join(imageFiles, 'orientation-6.jpg'), '--json'], {
      dataFolder
    })
    expect(JSON.parse(said.stdout)).toMatchObject({
      pictures: [
        {
          format: 'jpeg',
          classes: { 0: { name: await rows(page).nth(1).getByRole('rowheader').innerText() } }
        }
      ]
    })
    const cut = await pixelsOf(seen(page))
    await card(page).getByLabel('Fit').selectOption('contain')
    await expect.poll(() => pixelsOf(seen(page))).not.toBe(cut)
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Classes/ })
      .click()
    await page.getByText('Your picture has no true class, so there is no loss.', { exact: false }).waitFor()
    expect(await findBarriers(page)).toEqual([])

    await choose(page, 'lzw.tif')
    await card(page).getByText('TIFF, ', { exact: false }).waitFor()
    await card(page).getByText('This window cannot show files of this format', { exact: false }).waitFor()

    await page.getByLabel('Picture file').setInputFiles({
      name: 'list.png',
      mimeType: 'image/png',
      buffer: Buffer.from('milk, bread')
    })
    await card(page).getByRole('alert').getByText('list.png is a text file.', { exact: false }).waitFor()
    expect(await rows(page).count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])

    // Another place of the room, in which an image of the data set is looked at.
    await page.getByLabel('Images', { exact: true }).selectOption('test')
    await transferFiles(page, 'drop', [
      { name: 'dropped.png', content: await readFile(path.join(imageFiles, 'rgb.png')) }
    ])
    await card(page).getByText('dropped.png').waitFor()
    await seen(page).waitFor()
    await transferFiles(page, 'paste', [
      { name: 'pasted.png', content: await readFile(path.join(imageFiles, 'palette.png')) }
    ])
    await card(page).getByText('pasted.png').waitFor()
    await card(page).getByRole('button', { name: 'Remove picture' }).click()
    await card(page).getByText('Drop a picture here', { exact: false }).waitFor()

    // Larger than what a socket takes.
    const large = Buffer.concat([await readFile(path.join(imageFiles, 'rgb.png')), Buffer.alloc(3_000_000)])
    await page
      .getByLabel('Picture file')
      .setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: large })
    await card(page).getByText('large.png').waitFor()
    await seen(page).waitFor()
    await page.reload()
    await card(page).getByText('Drop a picture here', { exact: false }).waitFor()
    expect(workbench.complaints).toEqual([])
    await workbench.close()
  })

  test('is taken by the camera, which is let go afterwards', async () => {
    const workbench = await open(await temporaryFolder())
    const { page } = workbench
    await downloadDataset(page)
    await goTo(page, 'Network')
    await page.getByLabel('Images', { exact: true }).selectOption('own')
    await card(page).getByText('This network was never trained', { exact: false }).waitFor()
    await card(page).getByRole('button', { name: 'Use the camera' }).click()
    const video = card(page).locator('video')
    await video.waitFor()
    await seen(page).waitFor()
    const first = await pixelsOf(seen(page))
    await expect.poll(() => pixelsOf(seen(page))).not.toBe(first)
    expect(await rows(page).count()).toBe(6)
    expect(await findBarriers(page)).toEqual([])
    const track = await trackOf(video)
    expect(await stateOf(track)).toBe('live')

    await card(page).getByRole('button', { name: 'Freeze' }).click()
    await card(page).getByRole('img', { name: 'Your picture, camera.png' }).waitFor()
    expect(await stateOf(track)).toBe('ended')
    expect(await rows(page).count()).toBe(6)
    const frozen = await pixelsOf(seen(page))
    await card(page).getByLabel('Fit').selectOption('stretch')
    await expect.poll(() => pixelsOf(seen(page))).not.toBe(frozen)
    const stretched = await pixelsOf(seen(page))

    await card(page).getByRole('button', { name: 'Use the camera' }).click()
    await video.waitFor()
    await expect.poll(() => pixelsOf(seen(page))).not.toBe(stretched)
    const second = await trackOf(video)
    expect(await stateOf(second)).toBe('live')
    await goTo(page, 'Data')
    await goTo(page, 'Network')
    await card(page).getByText('Drop a picture here', { exact: false }).waitFor()
    expect(await video.count()).toBe(0)
    expect(await stateOf(second)).toBe('ended')
    expect(workbench.complaints).toEqual([])

    // Its pictures alone, and nothing else that asks for permission.
    const refused = await page.evaluate(async () => {
      const ask = (what: MediaStreamConstraints): Promise<string> =>
        navigator.mediaDevices.getUserMedia(what).then(
          (stream) =>
            stream
              .getTracks()
              .map(({ kind }) => kind)
              .join(),
          (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'refused')
        )
      return [await ask({ audio: true }), await ask({ audio: true, video: true })]
    })
    // A browser may leave out the sound, and give the rest.
    expect(refused).toEqual([
      'NotAllowedError',
      workbench.host === 'desktop' ? 'NotAllowedError' : expect.stringMatching(/^(?:NotAllowedError|video)$/)
    ])
    await workbench.close()
  })
})

describeBrowser('the camera', () => {
  test('that is not allowed is said to be so', async () => {
    const { page, close } = await openBrowser(await temporaryFolder())
    await downloadDataset(page)
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
    })
    await goTo(page, 'Network')
    await page.getByLabel('Images', { exact: true }).selectOption('own')
    await card(page).getByRole('button', { name: 'Use the camera' }).click()
    await card(page).getByRole('alert').getByText('The camera was not allowed.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await close()
  })
})
