import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import type { Random } from '../../src/core/maths/random'
import { encodeLayersModel } from '../../src/lab/checkpoint/encode-layers-model'
import { encodeModelFolder } from '../../src/lab/checkpoint/write-checkpoint'
import { encodeCheckpointFile } from '../../src/lab/checkpoint/checkpoint-file'
import { Command } from './command'
import { sampleConfig, sampleRun } from './sample-run'
import { judged, type Trial } from './trial'
import type { Workplace } from './workplace'

/** What any process of Tenfold may take of memory, whatever it is given, in megabytes. */
const mostMegabytes = 1200
/** After which it counts as hung, in milliseconds; a busy machine is no failure. */
const patienceMs = 240_000

/** @returns the arguments of the command that is given the file, which lies in the folder */
type Make = (folder: string, random: Random) => Promise<readonly string[]>

/** Files that somebody else made. */
export const hostileTrial: Trial = {
  name: 'hostile files',
  aim: `a clear error without a stack and without control characters, no run left behind, at most ${mostMegabytes} MB`,
  full: 250,
  quick: 10,
  atOnce: 2,
  skippedBecause: () => (process.platform === 'win32' ? 'devices and pipes are files elsewhere' : undefined),
  async prepare(workplace) {
    const meter = path.join(workplace.folder, 'meter.cjs')
    await writeFile(
      meter,
      `process.on('exit', () => require('node:fs').appendFileSync(process.env.TENFOLD_METER, process.resourceUsage().maxRSS + '\\n'))`
    )
    const names = Object.keys(hostile)
    return {
      async attempt(random, index) {
        const name = names[index % names.length] ?? ''
        const make = hostile[name]
        if (make === undefined) return judged(['there is no such file'])
        const wrong = await give(workplace, { meter, make, random, mayBeTaken: mayBeTaken.has(name) })
        return judged(wrong.map((what) => `${name}: ${what}`))
      }
    }
  }
}

interface Gift {
  readonly meter: string
  readonly make: Make
  readonly random: Random
  readonly mayBeTaken: boolean
}

async function give(
  workplace: Workplace,
  { meter, make, random, mayBeTaken: harmless }: Gift
): Promise<string[]> {
  const folder = await workplace.makeFolder()
  const measured = path.join(await workplace.makeFolder(), 'megabytes')
  const args = await make(folder, random)
  const downloads = args[0] === 'data'
  const dataFolder = downloads ? await workplace.makeFolder() : await workplace.makeDataFolder()
  const command = new Command(workplace, dataFolder, args, {
    env: { NODE_OPTIONS: `--require ${meter}`, TENFOLD_METER: measured },
    limitMs: patienceMs
  })
  const { code, signal } = await command.ended
  const peaks = (await readFile(measured, 'utf8').catch(() => '')).trim().split('\n')
  const megabytes = Math.max(...peaks.map(Number)) / 1024
  const runs = await readdir(path.join(dataFolder, 'runs')).catch(() => [])
  const wrong: string[] = []
  const taken = harmless && code === 0
  if (!taken && (code === null || code < 2))
    wrong.push(`ended with ${signal ?? String(code)}: ${command.stderr.slice(-300)}`)
  if (!taken && !command.stderr.includes('hint:')) wrong.push(`has no remedy: ${command.stderr.slice(-300)}`)
  if (/\n\s+at /.test(command.stderr)) wrong.push(`shows a stack: ${command.stderr.slice(-600)}`)
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(command.stderr + command.stdout))
    wrong.push('sends control characters to the terminal')
  if (command.stderr.length > 5000) wrong.push(`says ${command.stderr.length} characters`)
  if (!(megabytes <= mostMegabytes)) wrong.push(`took ${megabytes.toFixed()} MB`)
  if (!taken && runs.length > 0) wrong.push(`leaves ${runs.join(', ')}`)
  return wrong
}

const model = (): object => encodeLayersModel(sampleConfig.model)
const withPaths = (paths: readonly string[]): string =>
  JSON.stringify(model()).replace('"paths":["weights.bin"]', `"paths":${JSON.stringify(paths)}`)
const evaluate = (place: string): readonly string[] => ['evaluate', place]

async function modelFolder(
  folder: string,
  changes: Readonly<Record<string, string | Uint8Array | undefined>>
): Promise<readonly string[]> {
  const files = { ...encodeModelFolder(sampleRun(8).checkpoint), ...changes }
  for (const [name, content] of Object.entries(files)) {
    if (content !== undefined) await writeFile(path.join(folder, name), content)
  }
  return evaluate(folder)
}

async function linked(folder: string, target: string): Promise<readonly string[]> {
  await modelFolder(folder, { 'weights.bin': undefined, 'training.json': undefined })
  await symlink(target, path.join(folder, 'weights.bin'))
  return evaluate(folder)
}

async function oneFile(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

async function checkpointFile(folder: string, change: (text: string) => string): Promise<readonly string[]> {
  const text = encodeCheckpointFile(sampleRun(8).checkpoint)
  return evaluate(await oneFile(folder, 'given.tenfold.json', change(text)))
}

async function assignment(folder: string, content: string): Promise<readonly string[]> {
  return ['train', '--assignment', await oneFile(folder, 'given.tenfold-assignment.json', content)]
}

function weightsOf(value: number): Uint8Array {
  const { buffer: bytes } = Float32Array.from({ length: 490 }, () => value)
  return new Uint8Array(bytes)
}

async function archive(
  folder: string,
  entries: readonly (readonly [string, Uint8Array])[],
  link?: string
): Promise<readonly string[]> {
  const tar = pack()
  const packed = buffer(tar)
  for (const [name, content] of entries) tar.entry({ name }, Buffer.from(content))
  if (link !== undefined) tar.entry({ name: 'data_batch_1.bin', type: 'symlink', linkname: link })
  tar.finalize()
  return localData(await oneFile(folder, 'given.tar.gz', gzipSync(await packed)))
}

function localData(place: string): readonly string[] {
  return ['data', 'download', '--source', 'local', '--path', place]
}

const deep = (random: Random): string => '['.repeat(10_000 + random.nextBelow(1_000_000))

/** Networks all the same. */
const mayBeTaken: ReadonlySet<string> = new Set(['names with control characters'])

const hostile: Readonly<Record<string, Make>> = {
  '/dev/zero': () => Promise.resolve(evaluate('/dev/zero')),
  '/dev/urandom as an assignment': () => Promise.resolve(['train', '--assignment', '/dev/urandom']),
  'a named pipe': (folder) => {
    const pipe = path.join(folder, 'given.json')
    spawnSync('mkfifo', [pipe])
    return Promise.resolve(evaluate(pipe))
  },
  'a named pipe as an assignment': (folder) => {
    const pipe = path.join(folder, 'given.json')
    spawnSync('mkfifo', [pipe])
    return Promise.resolve(['train', '--assignment', pipe])
  },
  'weights that are a link to /dev/zero': (folder) => linked(folder, '/dev/zero'),
  'weights that are a link to themselves': (folder) => linked(folder, 'weights.bin'),
  'weights that are a link to nowhere': (folder) => linked(folder, '/nowhere/at/all'),
  'weights that are a folder': async (folder) => {
    await mkdir(path.join(folder, 'weights.bin'))
    return modelFolder(folder, { 'weights.bin': undefined })
  },
  'a name 9,000 times': (folder, random) => {
    const paths = Array.from({ length: 1001 + random.nextBelow(9000) }, () => 'weights.bin')
    return modelFolder(folder, {
      'model.json': withPaths(paths),
      'training.json': undefined
    })
  },
  'paths that lead out of the folder': (folder) => {
    return modelFolder(folder, {
      'model.json': withPaths(['../../../../../../etc/passwd']),
      'weights.bin': undefined,
      'training.json': undefined
    })
  },
  'deep JSON': async (folder, random) => evaluate(await oneFile(folder, 'model.json', deep(random))),
  'deep JSON in a checkpoint': (folder, random) => checkpointFile(folder, () => deep(random)),
  'a deep assignment': (folder, random) => assignment(folder, deep(random)),
  'an assignment of many megabytes': (folder, random) =>
    assignment(folder, JSON.stringify({ title: 'x'.repeat(1_000_000 * (1 + random.nextBelow(30))) })),
  'a checkpoint of many megabytes': (folder, random) =>
    checkpointFile(folder, (text) =>
      text.replace('{', `{"x":"${'y'.repeat(1e6 * (1 + random.nextBelow(60)))}",`)
    ),
  'many values': (folder) =>
    checkpointFile(folder, () => `{"format":"tenfold-checkpoint","x":[${'0,'.repeat(20_000_000)}0]}`),
  'huge numbers': (folder) => {
    const text = JSON.stringify(model()).replace(/"units":\d+/, '"units":1e15')
    return modelFolder(folder, { 'model.json': text, 'training.json': undefined })
  },
  'more units than memory': (folder, random) => {
    const units = 1e6 * (1 + random.nextBelow(2000))
    const text = JSON.stringify(model()).replace(/"units":\d+/, `"units":${units}`)
    return modelFolder(folder, { 'model.json': text, 'training.json': undefined })
  },
  'weights that are not numbers': (folder) =>
    modelFolder(folder, { 'weights.bin': weightsOf(NaN), 'training.json': undefined }),
  'weights that are infinite': (folder) =>
    modelFolder(folder, { 'weights.bin': weightsOf(-Infinity), 'training.json': undefined }),
  'weights that are too large': (folder) =>
    modelFolder(folder, { 'weights.bin': weightsOf(3e38), 'training.json': undefined }),
  'too few weights': (folder, random) =>
    modelFolder(folder, {
      'weights.bin': weightsOf(1).subarray(0, random.nextBelow(1900)),
      'training.json': undefined
    }),
  'names with control characters': (folder) => {
    const text = JSON.stringify(model()).replaceAll('"fc', '"\\u001b[31m\\u0007fc')
    return modelFolder(folder, { 'model.json': text, 'training.json': undefined })
  },
  'a title with control characters': (folder) =>
    assignment(
      folder,
      JSON.stringify({ format: 'tenfold-assignment', version: 1, title: '\u001b]0;x\u0007\n', room: 'x' })
    ),
  'a layer that nobody knows': (folder) => {
    const text = JSON.stringify(model()).replaceAll('"Dense"', '"Lambda"')
    return modelFolder(folder, { 'model.json': text, 'training.json': undefined })
  },
  'a prototype in JSON': (folder) =>
    checkpointFile(folder, () => '{"format":"tenfold-checkpoint","__proto__":{"x":1},"constructor":1}'),
  'bytes without meaning': async (folder, random) => {
    const bytes = Uint8Array.from({ length: 1 + random.nextBelow(100_000) }, () => random.nextBelow(256))
    return evaluate(await oneFile(folder, 'given.tenfold.json', bytes))
  },
  'an archive whose paths lead out of it': (folder) =>
    archive(folder, [['../../../data_batch_1.bin', new Uint8Array(122_920)]]),
  'an archive of links': (folder) => archive(folder, [], '/dev/zero'),
  'an archive that is a bomb': async (folder) =>
    localData(await oneFile(folder, 'given.tar.gz', gzipSync(Buffer.alloc(200_000_000)))),
  'a file of another size': (folder, random) =>
    checkpointFile(folder, (text) => text.slice(0, random.nextBelow(text.length)))
}
