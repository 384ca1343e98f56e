// Over 300 lines: every kind of file that Tenfold reads back, each with the way in which it is read.
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../src/core/base/lab-error'
import { encodeCheckpointFile } from '../../src/lab/checkpoint/checkpoint-file'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { DataFiles } from '../../src/lab/dataset/files/data-files'
import { makeRecord, recordName, writeRecord } from '../../src/lab/dataset/files/dataset-record'
import { DatasetService } from '../../src/lab/dataset/dataset-service'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import { readLabels } from '../../src/lab/dataset/files/read-images'
import { SpeedStore } from '../../src/lab/devices/speed-store'
import { lookAtOwner, ownerFolder, removeEntry, type Role } from '../../src/lab/ownership/claim-entry'
import { FolderClaim } from '../../src/lab/ownership/folder-claim'
import { TrainerClaim } from '../../src/lab/ownership/trainer-claim'
import { readPredictions } from '../../src/lab/runs/evaluation-file'
import { readLossSurface } from '../../src/lab/runs/loss-surface-file'
import { readRunNotes } from '../../src/lab/runs/notes-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { RunStore } from '../../src/lab/runs/run-store'
import { SettingsFile } from '../../src/lab/settings/settings-file'
import { readInstallation, writeInstallation } from '../../src/lab/tensorflow/installation'
import { newSessionKey, ServerMemory } from '../../src/server/server-memory'
import { readCheckpointFiles } from '../../src/cli/parts/read-checkpoint-files'
import { bitsOf } from '../checkpoint/bits-of'
import { ownDatasetFiles } from './dataset-files'
import { sampleRun } from './sample-run'
import { studyFiles } from './study-files'
import { trashedFiles } from './trashed-files'
import type { Workplace } from './workplace'
import { writeSampleRun } from './write-sample-run'

/** What came of reading a file. */
export interface Reading {
  readonly found: unknown
  /** It is not taken for what the file should have held: that is told, or done again. */
  readonly told?: boolean
}

/** One file that Tenfold reads back, in a place where it may be damaged. */
export interface StoredFile {
  readonly kind: string
  readonly path: string
  /** The same file of another run or place, where that is not as good as this one. */
  readonly other?: Uint8Array
  /** A file that may be missing: what belongs to it is then something else. */
  readonly optional?: boolean
  /** Reading it takes long. */
  readonly slow?: boolean
  read(): Promise<Reading>
}

interface Kept {
  readonly files: readonly StoredFile[]
  readonly end: () => Promise<void>
}

/** Writes one file of every kind, as Tenfold writes it. */
export async function makeStoredFiles(workplace: Workplace): Promise<Kept> {
  const folder = await workplace.makeFolder()
  const runs = await runFiles(path.join(folder, 'runs-of-one'), path.join(folder, 'runs-of-other'))
  const claims = await ownerFiles(path.join(folder, 'claims'))
  return {
    files: [
      ...runs,
      ...(await trashedFiles(path.join(folder, 'trash-of-one'), path.join(folder, 'trash-of-other'))),
      ...(await studyFiles(path.join(folder, 'studies-of-one'))),
      ...(await exportedFiles(path.join(folder, 'exported'))),
      await speedFile(folder),
      await installationFile(folder),
      await settingsFile(folder),
      await serverFile(path.join(folder, 'server')),
      ...claims.files,
      ...(await datasetFiles(workplace)),
      ...(await ownDatasetFiles(workplace)),
      ...(await downloadFiles(workplace))
    ],
    end: claims.end
  }
}

async function runFiles(dataFolder: string, otherDataFolder: string): Promise<StoredFile[]> {
  const run = sampleRun(8)
  const { runId, runFolder } = await writeSampleRun(dataFolder, run)
  const other = await writeSampleRun(otherDataFolder, sampleRun(9), 1)
  const { step, evaluation } = run
  const readRun = async (): Promise<Reading> => {
    const store = new RunStore(dataFolder, () => undefined)
    try {
      const listed = await store.list()
      if (listed.length === 0) return { found: 'no run is listed' }
      return { found: { ...(await store.read(runId)), listed } }
    } finally {
      await store.close()
    }
  }
  const readBits = async (): Promise<Reading> => ({
    found: bitsOf(await readCheckpoint(runPaths.checkpoint(runFolder, step)))
  })
  const kinds: readonly (readonly [string, string, () => Promise<Reading>])[] = [
    ['run.json', 'run.json', readRun],
    ['events.jsonl', 'events.jsonl', readRun],
    [
      'evaluation',
      `evaluations/${step}.json`,
      async () => ({ found: await readPredictions(runFolder, step, evaluation) })
    ],
    ['loss surface', 'surfaces/random.json', async () => present(await readLossSurface(runFolder, 'random'))],
    ['checkpoint: model.json', `checkpoints/${step}/model.json`, readBits],
    ['checkpoint: weights.bin', `checkpoints/${step}/weights.bin`, readBits],
    ['checkpoint: training.json', `checkpoints/${step}/training.json`, readBits]
  ]
  return Promise.all(
    kinds.map(async ([kind, name, read]) => ({
      kind,
      path: path.join(runFolder, name),
      other: await readFile(path.join(other.runFolder, name)),
      read
    }))
  ).then((files) => [...files, notesFile(runFolder)])
}

function notesFile(runFolder: string): StoredFile {
  return {
    kind: 'notes',
    path: runPaths.notes(runFolder),
    // Nothing was noted.
    optional: true,
    read: async () => ({ found: await readRunNotes(runFolder) })
  }
}

/** What a user saved to a place of their own: one file, and a model folder. */
async function exportedFiles(folder: string): Promise<StoredFile[]> {
  const [one, two] = [sampleRun(8).checkpoint, sampleRun(9).checkpoint]
  const modelFolder = path.join(folder, 'model')
  const otherFolder = path.join(folder, 'other')
  await mkdir(folder)
  await writeCheckpoint(modelFolder, one)
  await writeCheckpoint(otherFolder, two)
  const file = path.join(folder, 'run-1.tenfold.json')
  await writeFile(file, encodeCheckpointFile(one))
  const read = (place: string) => async (): Promise<Reading> => {
    const files = (await readCheckpointFiles(place)) ?? []
    const bytes = files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }))
    return { found: bitsOf(decodeCheckpointFiles(bytes)) }
  }
  const parts = ['model.json', 'weights.bin', 'training.json'].map(async (name) => ({
    kind: `exported model folder: ${name}`,
    path: path.join(modelFolder, name),
    other: await readFile(path.join(otherFolder, name)),
    // A model folder without it is one from elsewhere.
    optional: name === 'training.json',
    read: read(modelFolder)
  }))
  return [
    {
      kind: 'saved checkpoint',
      path: file,
      read: read(file)
    },
    ...(await Promise.all(parts))
  ]
}

async function speedFile(folder: string): Promise<StoredFile> {
  const file = path.join(folder, 'engine-speeds.json')
  const otherFile = path.join(folder, 'other-speeds.json')
  const workload = { engine: 'wasm', version: 1 }
  const write = async (place: string, what: object): Promise<void> => {
    const store = new SpeedStore(place)
    for (let i = 0; i < 5; i++) await store.set({ i }, { device: 'this computer', stepsPerSecond: 10.5 + i })
    await store.set(what, { device: 'this computer', stepsPerSecond: 4321.5 })
  }
  await write(file, workload)
  await write(otherFile, { ...workload, version: 2 })
  return {
    kind: 'table of engine speeds',
    path: file,
    other: await readFile(otherFile),
    async read() {
      const found = await new SpeedStore(file).get(workload)
      // It is measured again.
      return { found, told: found === undefined }
    }
  }
}

async function installationFile(folder: string): Promise<StoredFile> {
  const place = path.join(folder, 'tensorflow')
  const installation = {
    source: 'python' as const,
    binding: '/a/binding.node',
    description: 'TensorFlow 2.21'
  }
  await writeInstallation(place, installation)
  return {
    kind: 'installation of TensorFlow',
    path: path.join(place, 'installation.json'),
    read: async () => present(await readInstallation(place))
  }
}

async function settingsFile(folder: string): Promise<StoredFile> {
  const file = path.join(folder, 'settings.json')
  await new SettingsFile(file).change({ theme: 'dark', guideDone: { cleared: false, answered: ['loss'] } })
  return {
    kind: 'settings',
    path: file,
    // Without it there are the settings of the first start.
    optional: true,
    async read() {
      const { settings, problem } = await new SettingsFile(file).load()
      return { found: settings, told: problem !== undefined }
    }
  }
}

async function serverFile(folder: string): Promise<StoredFile> {
  await mkdir(folder)
  await new ServerMemory(folder).save({ key: newSessionKey(), port: 8321 })
  return {
    kind: 'key of browsers’ sessions',
    path: path.join(folder, 'server.json'),
    // Without it no server has been.
    optional: true,
    async read() {
      const { remembered, problem } = await new ServerMemory(folder).load()
      // A new key is made, and browsers sign in again.
      return { found: remembered, told: problem !== undefined }
    }
  }
}

interface Claimed {
  readonly place: string
  readonly token: string
}

/** Claims of living processes, which must never look like those of dead ones. */
async function ownerFiles(
  folder: string
): Promise<{ readonly files: readonly StoredFile[]; readonly end: () => Promise<void> }> {
  const claims: FolderClaim[] = []
  const claimed = async (name: string): Promise<Claimed> => {
    const place = path.join(folder, name)
    await mkdir(place, { recursive: true })
    const claim = await FolderClaim.take(place)
    if (claim.kind !== 'taken') throw new Error(`${place} is not free`)
    claims.push(claim)
    return { place, token: claim.token }
  }
  /** Of a training process whose lab is gone: that of a lab that lives would stand for it. */
  const joined = async (name: string): Promise<Claimed> => {
    const { place, token } = await claimed(name)
    await TrainerClaim.join(place, token)
    await removeEntry(path.join(ownerFolder(place), `${token}.lab`))
    return { place, token }
  }
  const entry = (role: Role, { place, token }: Claimed): string =>
    path.join(ownerFolder(place), `${token}.${role}.json`)
  const claimFile = async (role: Role, one: Claimed, other: Claimed): Promise<StoredFile> => ({
    kind: `claim of a run’s ${role}`,
    path: entry(role, one),
    other: await readFile(entry(role, other)),
    // Who removes the claim gives the run up.
    optional: true,
    async read() {
      const found = await lookAtOwner(one.place)
      return { found, told: found.kind === 'unknown' }
    }
  })
  return {
    files: [
      await claimFile('lab', await claimed('claimed'), await claimed('claimed-too')),
      await claimFile('trainer', await joined('joined'), await joined('joined-too'))
    ],
    end: async () => {
      for (const claim of claims) await claim.release()
    }
  }
}

async function datasetFiles(workplace: Workplace): Promise<StoredFile[]> {
  const { manifest } = workplace
  const folder = datasetFolder(await workplace.makeDataFolder(), manifest)
  const open = (): Promise<DatasetService> =>
    DatasetService.open({ folder, manifest, environment: {}, now: () => new Date(0) })
  await (await open()).close()
  // As long as Tenfold keeps running, and at its next start.
  const verified = new DataFiles(folder, manifest)
  await verified.verify()
  const [one, another, ...rest] = manifest.files
  const files = [one, rest.at(-1)]
    .flatMap((file) => file ?? [])
    .map(async ({ name, role }) => {
      const place = path.join(folder, name)
      const { atime, mtime } = await stat(place)
      return {
        kind: `data set: ${name}`,
        path: place,
        other: await readFile(path.join(folder, another?.name ?? '')),
        async read(): Promise<Reading> {
          // A careless program, or a failing disk, need not change it.
          await utimes(place, atime, mtime).catch(() => undefined)
          const [loaded, labels, faults] = await Promise.allSettled([
            loadDataset(folder, manifest),
            readLabels(verified, role),
            verified.verify()
          ])
          const named = faults.status === 'fulfilled' && faults.value.some(({ file }) => file.name === name)
          if (loaded.status === 'rejected' && labels.status === 'rejected' && named) throw loaded.reason
          return { found: { loaded, labels, faults } }
        }
      }
    })
  const record = path.join(folder, recordName)
  const strangers = await workplace.makeFolder()
  const foreign = manifest.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }))
  const stranger = { ...manifest, name: 'Another', files: foreign }
  await writeRecord(strangers, makeRecord(stranger, 'elsewhere', new Date(0)), verified)
  return [
    ...(await Promise.all(files)),
    {
      kind: 'record of the data set',
      path: record,
      other: await readFile(path.join(strangers, recordName)),
      optional: true,
      async read() {
        const service = await open()
        const found = service.status()
        await service.close()
        // Its files are good all the same: they were hashed.
        return { found, told: found.state === 'ready' && found.source === 'found in the data folder' }
      }
    }
  ]
}

/** A download that was cut in the middle; whatever becomes of what it left, the next one ends with the right files. */
async function downloadFiles(workplace: Workplace): Promise<StoredFile[]> {
  const { manifest, server } = workplace
  const folder = path.join(await workplace.makeFolder(), 'datasets', manifest.id)
  const download = async (): Promise<void> => {
    const service = await DatasetService.open({
      folder,
      manifest,
      environment: { no_proxy: '127.0.0.1' },
      timing: { idleMs: 60_000, retryMs: [], probeBytes: 10_000, probeMs: 60_000, graceMs: 60_000 }
    })
    service.download({ source: 'archive' })
    await service.done().finally(() => service.close())
  }
  server.fault = () => ({ cutAfter: 40_000 })
  await download().catch(() => undefined)
  server.fault = () => ({})
  const partial = path.join(folder, '.tmp-download', 'archive')
  const archive = path.join(partial, 'archive.tar.gz')
  const note = `${archive}.json`
  const left = new Map(
    await Promise.all([archive, note].map(async (file) => [file, await readFile(file)] as const))
  )
  const read = async (): Promise<Reading> => {
    const refused = await download().then(
      () => undefined,
      (thrown: unknown) => LabError.from(thrown)
    )
    if (refused !== undefined) await download()
    const { train, test } = await loadDataset(folder, manifest)
    await rm(folder, { recursive: true })
    await mkdir(partial, { recursive: true })
    for (const [file, bytes] of left) await writeFile(file, bytes)
    if (refused !== undefined) throw refused
    return { found: { train, test } }
  }
  return [
    { kind: 'half-downloaded archive', path: archive, other: Buffer.alloc(40_000, 'x'), slow: true, read },
    {
      kind: 'note of a half-downloaded archive',
      path: note,
      other: Buffer.from('{"url":"http://a/b"}'),
      slow: true,
      read
    }
  ]
}

function present(found: unknown): Reading {
  return { found, told: found === undefined }
}
