import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeStoredDataset } from '../../../../test/exported/make-stored-dataset'
import { required } from '../../../core/base/required'
import { sealedText } from '../../storage/sealed-file'
import type { DataFiles } from '../files/data-files'
import { archiveManifest, type ArchiveManifest } from './archive-manifest'
import { importArchive } from './import-archive'

interface Entry {
  readonly name: string
  readonly content: Buffer
  readonly type?: 'file' | 'symlink' | 'link' | 'directory' | 'character-device' | 'fifo'
  readonly linkname?: string
  /** In the entry's extended header. */
  readonly pax?: Readonly<Record<string, string>>
}

let root = ''
let dataFiles: DataFiles
let manifest: ArchiveManifest
let files: Entry[] = []
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-archive-'))
  dataFiles = await makeStoredDataset(path.join(root, 'pets'))
  files = []
  const origins: ArchiveManifest['origins'] = []
  for (const { name, origins: beside } of dataFiles.manifest.files) {
    files.push({ name, content: await readFile(path.join(dataFiles.folder, name)) })
    const text = await readFile(path.join(dataFiles.folder, required(beside, 'origins')))
    files.push({ name: required(beside, 'origins'), content: text })
    origins.push({ name: required(beside, 'origins'), bytes: text.length, sha256: sha256(text) })
  }
  manifest = { kind: 'tenfold-data', dataset: dataFiles.manifest, origins }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const told = (changed: ArchiveManifest): Entry => ({
  name: 'manifest.json',
  content: Buffer.from(sealedText(archiveManifest, changed, 2))
})

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const packed = pack()
  const bytes = buffer(packed)
  for (const { name, content, type = 'file', linkname, pax } of entries)
    packed.entry(
      { name, type, ...(linkname === undefined ? {} : { linkname }), ...(pax === undefined ? {} : { pax }) },
      content
    )
  packed.finalize()
  return bytes
}

async function imported(bytes: Buffer): Promise<unknown> {
  const file = path.join(root, 'file')
  await writeFile(file, bytes)
  return importArchive({
    file,
    datasets: path.join(root, 'datasets'),
    reserved: [],
    signal: new AbortController().signal,
    onProgress: () => undefined
  })
}

const nothing = Buffer.alloc(0)
const first = (): Entry => required(files[0], 'a file')
const rest = (): Entry[] => files.slice(1)
const firstFile = () => required(manifest.dataset.files[0], 'a file')

/** With another first file, whose checksum the manifest tells. */
function withFirst(content: Buffer): readonly Entry[] {
  const changed = { ...firstFile(), bytes: content.length, sha256: sha256(content) }
  const dataset = { ...manifest.dataset, files: [changed, ...manifest.dataset.files.slice(1)] }
  return [told({ ...manifest, dataset }), { name: first().name, content }, ...rest()]
}

const hostile: Readonly<Record<string, () => readonly Entry[] | Buffer | Promise<Buffer>>> = {
  'no bytes': () => nothing,
  'no archive': () => Buffer.from('no archive at all'.repeat(100)),
  'nothing but zeros': () => Buffer.alloc(10_240),
  'another file first': () => [...files, told(manifest)],
  'no manifest': () => files,
  'a manifest that is not JSON': () => [{ name: 'manifest.json', content: Buffer.from('{') }, ...files],
  'a manifest without a seal': () => [
    { name: 'manifest.json', content: Buffer.from(JSON.stringify({ format: 2, ...manifest })) },
    ...files
  ],
  'a manifest that was changed': () => {
    const { name, content } = told(manifest)
    return [{ name, content: Buffer.from(content.toString().replace('Pets', 'Cats')) }, ...files]
  },
  'a manifest of another kind': () => [
    {
      name: 'manifest.json',
      content: Buffer.from(
        sealedText({ ...archiveManifest, format: 2 }, manifest).replace('tenfold-data', 'tenfold-date')
      )
    },
    ...files
  ],
  'a huge manifest': () => [{ name: 'manifest.json', content: Buffer.alloc(5 * 2 ** 20, ' ') }, ...files],
  'two manifests': () => [told(manifest), told(manifest), ...files],
  'a file out of the folder': () => [told(manifest), { ...first(), name: `../${first().name}` }, ...rest()],
  'an absolute name': () => [told(manifest), { ...first(), name: `/tmp/${first().name}` }, ...rest()],
  'a file in a folder': () => [told(manifest), { ...first(), name: `x/${first().name}` }, ...rest()],
  'one file more': () => [told(manifest), ...files, { name: 'more.bin', content: nothing }],
  'a file twice': () => [told(manifest), ...files, first()],
  'a file missing': () => [told(manifest), ...rest()],
  'a byte changed': () => [
    told(manifest),
    { ...first(), content: Buffer.from(first().content).fill(first().content[5] === 0 ? 1 : 0, 5, 6) },
    ...rest()
  ],
  'a byte less': () => [told(manifest), { ...first(), content: first().content.subarray(1) }, ...rest()],
  'a byte more': () => [
    told(manifest),
    { ...first(), content: Buffer.concat([first().content, Buffer.alloc(1)]) },
    ...rest()
  ],
  'a link': () => [
    told(manifest),
    { name: first().name, content: nothing, type: 'symlink', linkname: '/etc/passwd' },
    ...rest()
  ],
  'a hard link': () => [
    told(manifest),
    { name: first().name, content: nothing, type: 'link', linkname: '/etc/passwd' },
    ...rest()
  ],
  'a folder': () => [told(manifest), { name: 'x', content: nothing, type: 'directory' }, ...files],
  'a device': () => [
    told(manifest),
    { name: first().name, content: nothing, type: 'character-device' },
    ...rest()
  ],
  'a pipe': () => [told(manifest), { name: first().name, content: nothing, type: 'fifo' }, ...rest()],
  'a manifest as a link': () => [
    { name: 'manifest.json', content: nothing, type: 'symlink', linkname: 'x' },
    ...files
  ],
  'an extended header without an end': () => [
    told(manifest),
    { ...first(), pax: { comment: 'x'.repeat(8 * 2 ** 20) } },
    ...rest()
  ],
  'a name of its own in an extended header': () => [
    told(manifest),
    { ...first(), pax: { path: '../../outside' } },
    ...rest()
  ],
  'a label without a class': () => withFirst(Buffer.from(first().content).fill(4, 0, 1)),
  'origins of other images': () => {
    const text = Buffer.from('{"format":1,"images":[]}')
    const [own, ...others] = manifest.origins
    const name = required(own, 'origins').name
    const changed = { ...manifest, origins: [{ name, bytes: text.length, sha256: sha256(text) }, ...others] }
    return [told(changed), ...files.map((file) => (file.name === name ? { name, content: text } : file))]
  },
  'origins that no file has': () => [
    told({
      ...manifest,
      origins: [...manifest.origins, { name: '../x', bytes: 1, sha256: sha256(nothing) }]
    }),
    ...files
  ],
  'a file with the manifest’s name': () => {
    const changed = { ...firstFile(), name: 'Manifest.json' }
    const dataset = { ...manifest.dataset, files: [changed, ...manifest.dataset.files.slice(1)] }
    return [told({ ...manifest, dataset }), { ...first(), name: 'Manifest.json' }, ...rest()]
  },
  'cut off': async () => (await tar([told(manifest), ...files])).subarray(0, 3000),
  'cut off in the last file': async () => (await tar([told(manifest), ...files])).subarray(0, -2000)
}

test('what the table changes is imported as it is', async () => {
  expect(await imported(await tar([told(manifest), ...files]))).toMatchObject({ id: 'pets', images: 9 })
  await rm(path.join(root, 'datasets'), { recursive: true })
  expect(await imported(await tar([told(manifest), ...[...files].reverse()]))).toMatchObject({ id: 'pets' })
})

test.each(Object.keys(hostile))('%s: refused, and nothing stays', async (name) => {
  const made = await required(hostile[name], 'an archive')()
  const bytes = Buffer.isBuffer(made) ? made : await tar(made)
  await expect(imported(bytes)).rejects.toMatchObject({ code: 'data-corrupt' })
  expect(await readdir(path.join(root, 'datasets'))).toEqual([])
  expect((await readdir(root)).sort()).toEqual(['datasets', 'file', 'pets'])
})

test('a data set that only calls itself CIFAR-10 is shown under another name, and one for downloads loses them', async () => {
  const dataset = {
    ...manifest.dataset,
    name: 'CIFAR-10',
    archive: { url: 'http://127.0.0.1/x.tar.gz', sha256: sha256(nothing) }
  }
  const archive = await tar([told({ ...manifest, dataset }), ...files])
  expect(await imported(archive)).toMatchObject({ name: 'CIFAR-10 (other files)' })
  expect(await readFile(path.join(root, 'datasets/pets/manifest.json'), 'utf8')).not.toContain('127.0.0.1')
})

test('one of a later Tenfold is told of as such', async () => {
  const later = {
    name: 'manifest.json',
    content: Buffer.from(sealedText({ ...archiveManifest, format: 9 }, manifest))
  }
  await expect(imported(await tar([later, ...files]))).rejects.toMatchObject({ code: 'unsupported' })
})

test('what is no file is not opened', async () => {
  const job = (file: string) =>
    importArchive({
      file,
      datasets: root,
      reserved: [],
      signal: new AbortController().signal,
      onProgress: () => undefined
    })
  await expect(job(path.join(root, 'nothing'))).rejects.toMatchObject({ code: 'not-found' })
  await expect(job(root)).rejects.toMatchObject({ code: 'invalid-input' })
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [path.join(root, 'pipe')])
  await expect(job(path.join(root, 'pipe'))).rejects.toMatchObject({ code: 'invalid-input' })
})
