import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { mostSocketBytes } from '../../../lab/contract/channels'
import { methods } from '../../../lab/contract/contract'
import { pieceBytes, piecesAtOnce } from '../../../lab/contract/upload'
import { base64FromBytes, bytesFromBase64 } from '../../bytes/base64'
import { FakeLab } from '../line/fake-lab'
import { Sending } from './sending.svelte'
import { chosenFolder, keyOf, type SentFolder } from './sent-files'

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

const base64Of = async (own: File): Promise<string> =>
  base64FromBytes(new Uint8Array(await own.arrayBuffer()))

/** What is on the other side. */
class Other {
  readonly files = new Map<string, Uint8Array>()
  onPieces: () => void = () => undefined
  calls = 0
  /** Answers that get lost. */
  lost: readonly number[] = []

  readonly fake = new FakeLab({
    beginUpload: () => ({ path: '/data/uploads/x/files' }),
    getReceived: (input) => ({
      received: methods.getReceived.input.parse(input).paths.map((path) => this.files.get(path)?.length ?? 0)
    }),
    sendPieces: (input) => {
      for (const { path, offset, content } of methods.sendPieces.input.parse(input).pieces) {
        const file = this.files.get(path) ?? new Uint8Array()
        const bytes = bytesFromBase64(content)
        if (file.length === offset) this.files.set(path, joined(file, bytes))
        else expect(file.length).toBeGreaterThanOrEqual(offset + bytes.length)
      }
      this.onPieces()
      if (this.lost.includes(this.calls++)) throw new LabError('offline', 'The line is down.', 'Wait.')
      return {}
    }
  })
}

const file = (name: string, bytes: number): File =>
  new File([Uint8Array.from({ length: bytes }, (_, i) => (i * 7 + bytes) % 256)], name, { lastModified: 1 })
const folder = (...sizes: readonly number[]): SentFolder => ({
  name: 'flowers',
  files: sizes.map((bytes, i) => ({ file: file(`${i}.jpg`, bytes), path: `daisy/${i}.jpg` }))
})

async function expectSame({ files }: Other, sent: SentFolder): Promise<void> {
  expect([...files.keys()].sort()).toEqual(sent.files.map(({ path }) => path).sort())
  for (const { file: own, path } of sent.files)
    expect(base64FromBytes(files.get(path) ?? new Uint8Array()) === (await base64Of(own)), path).toBe(true)
}

test('small files go together, large ones in pieces, and empty ones are there, too', async () => {
  const other = new Other()
  const sent = folder(10, 0, 2 * pieceBytes + 5, 3)
  expect(await new Sending(other.fake).send(sent)).toBe('/data/uploads/x/files')
  await expectSame(other, sent)
  expect(other.calls).toBe(3)
})

test('no call has more pieces than are taken', async () => {
  const other = new Other()
  await new Sending(other.fake).send(folder(...Array.from({ length: 2 * piecesAtOnce + 1 }, () => 1)))
  expect(other.calls).toBe(3)
  expect(other.files.size).toBe(2 * piecesAtOnce + 1)
})

test('the largest call that it makes is a message that a socket takes', () => {
  const content = base64FromBytes(new Uint8Array(pieceBytes))
  const pieces = Array.from({ length: piecesAtOnce }, (_, i) => ({
    path: 'x'.repeat(1000),
    offset: 123_456_789,
    content: i === 0 ? content : ''
  }))
  expect(methods.sendPieces.input.safeParse({ upload: '0123456789abcdef', pieces }).success).toBe(true)
  expect(JSON.stringify(pieces).length * 3).toBeLessThan(mostSocketBytes)
})

test('goes on where it stopped', async () => {
  const other = new Other()
  const sent = folder(pieceBytes, pieceBytes, 7)
  const [first] = sent.files
  other.files.set(first?.path ?? '', new Uint8Array((await first?.file.arrayBuffer()) ?? new ArrayBuffer(0)))
  await new Sending(other.fake).send(sent)
  await expectSame(other, sent)
  expect(other.calls).toBe(2)
})

test('waits for a line that is down, and sends again what may not have come', async () => {
  const other = new Other()
  other.lost = [0, 1]
  const waits: number[] = []
  const sent = folder(pieceBytes + 1, 2)
  await new Sending(other.fake, (ms) => Promise.resolve(void waits.push(ms))).send(sent)
  await expectSame(other, sent)
  expect(waits).toHaveLength(2)
})

test('can be stopped, and says how far it is', async () => {
  const other = new Other()
  const sending = new Sending(other.fake)
  const told: unknown[] = []
  other.onPieces = () => {
    told.push(sending.progress)
    if (told.length === 2) sending.stop()
  }
  expect(await sending.send(folder(pieceBytes, pieceBytes, pieceBytes))).toBeUndefined()
  expect(told).toEqual([0, pieceBytes].map((done) => ({ name: 'flowers', done, total: 3 * pieceBytes })))
  expect(sending.progress).toBeUndefined()
  expect(other.files.size).toBe(2)
})

test('another error than the line’s is told', async () => {
  const fake = new FakeLab({
    beginUpload: () => {
      throw new LabError('storage', 'The disk is full.', 'Free some space.')
    }
  })
  await expect(new Sending(fake).send(folder(1))).rejects.toMatchObject({ code: 'storage' })
})

test('the same files have the same key, and others have another', () => {
  expect(keyOf(folder(1, 2))).toBe(keyOf(folder(1, 2)))
  expect(keyOf(folder(1, 2))).toMatch(/^[0-9a-f]{16}$/)
  expect(keyOf(folder(1, 2))).not.toBe(keyOf(folder(1, 3)))
})

test('hidden files of a chosen folder stay where they are', () => {
  const chosen = (path: string): File =>
    Object.defineProperty(file(path.split('/').at(-1) ?? '', 1), 'webkitRelativePath', { value: path })
  const found = chosenFolder(['flowers/daisy/1.jpg', 'flowers/.DS_Store', 'flowers/.git/x'].map(chosen))
  expect(found?.name).toBe('flowers')
  expect(found?.files.map(({ path }) => path)).toEqual(['daisy/1.jpg'])
})

test('loose files of one name are told apart', () => {
  const files = ['1.png', '1.png', 'a.b.png', '1.png', 'read me', 'read me'].map((name) =>
    Object.assign(new File(['x'], name), { webkitRelativePath: '' })
  )
  expect(chosenFolder(files)?.files.map(({ path }) => path)).toEqual([
    '1.png',
    '1 (2).png',
    'a.b.png',
    '1 (3).png',
    'read me',
    'read me (2)'
  ])
})
