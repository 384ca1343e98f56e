import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PictureChoice } from './picture-choice.svelte'

/** Reads as a browser's does; Node has none. */
class FileReader {
  result: string | null = null
  onload: () => void = () => undefined
  readAsDataURL(file: Blob): void {
    void file.text().then((text) => {
      this.result = `data:image/png;base64,${btoa(text)}`
      this.onload()
    })
  }
}
beforeAll(() => void vi.stubGlobal('FileReader', FileReader))
afterAll(() => void vi.unstubAllGlobals())

const shape = [2, 2, 3] as const
const answer = {
  step: 1,
  image: 'AAAAAAAAAAAAAAAA',
  classes: ['a', 'b'],
  input: { name: 'input', shape: [2, 2, 3], values: '' },
  layers: [],
  logits: [0, 1],
  probabilities: [0.3, 0.7],
  file: { width: 4, height: 2, format: 'png' as const, notes: [], fit: 'cover' as const }
}

test('a file is sent once for each way of fitting it and each shape; then its pixels are', async () => {
  const choice = new PictureChoice()
  choice.take(new File(['abc'], 'cat.png'))
  const id = choice.picture?.id ?? 0
  expect(await choice.contentOf(id, 'cover', shape)).toEqual({ name: 'cat.png', content: 'YWJj' })
  choice.keep(id, 'cover', shape, answer)
  expect(await choice.contentOf(id, 'cover', shape)).toEqual({ pixels: answer.image })
  expect(choice.fitted(id, 'cover', shape)?.file).toEqual(answer.file)
  expect(await choice.contentOf(id, 'stretch', shape)).toHaveProperty('content')
  expect(await choice.contentOf(id, 'cover', [4, 4, 3])).toHaveProperty('content')
})

test('a picture that was removed, or made room for another one, is sent no more', async () => {
  const choice = new PictureChoice()
  choice.take(new File(['abc'], 'cat.png'))
  const first = choice.picture?.id ?? 0
  choice.take(new File(['abd'], 'dog.png'))
  await expect(choice.contentOf(first, 'cover', shape)).rejects.toMatchObject({ code: 'cancelled' })
  choice.keep(first, 'cover', shape, answer)
  const second = choice.picture?.id ?? 0
  expect(choice.fitted(second, 'cover', shape)).toBeUndefined()
  choice.remove()
  expect(choice.picture).toBeUndefined()
  await expect(choice.contentOf(second, 'cover', shape)).rejects.toMatchObject({ code: 'cancelled' })
})

test('a frame is sent as it was fitted, and stays as a file when it is kept', async () => {
  const choice = new PictureChoice()
  choice.setFit('contain')
  choice.takeFrame(
    Uint8Array.from({ length: 12 }, (_, i) => i),
    shape
  )
  const id = choice.picture?.id ?? 0
  expect([choice.fit, choice.picture?.source]).toEqual(['cover', undefined])
  expect(await choice.contentOf(id, 'cover', shape)).toEqual({ pixels: 'AAECAwQFBgcICQoL' })
  choice.keepFrame(new Blob(['png']))
  expect(choice.picture).toMatchObject({ id, name: 'camera.png' })
  expect(await choice.contentOf(id, 'cover', shape)).toEqual({ pixels: 'AAECAwQFBgcICQoL' })
})

test('a file that is too large is refused before it is read', async () => {
  const choice = new PictureChoice()
  const file = new File(['abc'], 'huge.tif')
  Object.defineProperty(file, 'size', { value: 65_000_000 })
  choice.take(file)
  await expect(choice.contentOf(choice.picture?.id ?? 0, 'cover', shape)).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'huge.tif has 65 MB. Tenfold reads files of up to 64 MB.'
  })
})
