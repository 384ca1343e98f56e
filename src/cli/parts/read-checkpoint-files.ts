import { opendir, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  checkpointFiles,
  type Glance,
  isJson,
  liesBeside,
  maxCheckpointBytes,
  maxCheckpointFiles,
  maxGlanceBytes,
  nameInFolder
} from '../../core/checkpoint/checkpoint-files'
import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'
import { parseBoundedJson } from '../../lab/checkpoint/bounded-json'
import type { MethodInput } from '../../lab/contract/contract'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { errorCode, userPathError } from '../../lab/storage/storage-error'

type Files = MethodInput<'loadCheckpoint'>['files']

/** Names that are looked at in a folder: a model folder has a handful, a Downloads folder some thousands. */
const maxNames = 20_000

/**
 * Reads a checkpoint file, or a model folder: named itself, or by the network's file in it. Only what belongs to the
 * checkpoint is read.
 * @returns undefined where there is neither
 * @throws LabError 'storage' | 'checkpoint-invalid'
 */
export async function readCheckpointFiles(fileOrFolder: string): Promise<Files | undefined> {
  try {
    const isFolder = (await stat(fileOrFolder)).isDirectory()
    const folder = isFolder ? fileOrFolder : path.dirname(fileOrFolder)
    const chosen = isFolder ? undefined : path.basename(fileOrFolder)
    const names = await checkpointFiles(await namesIn(folder), glance(folder), chosen)
    if (names.length === 0) throw noModelFolder(fileOrFolder, 'it contains no network')
    if (names.length > maxCheckpointFiles) throw noModelFolder(fileOrFolder, 'it has too many files')
    return await readAll(folder, names)
  } catch (cause) {
    if (cause instanceof LabError) throw cause
    if (errorCode(cause) === 'ENOENT') return undefined
    throw userPathError(cause, 'read', fileOrFolder)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = []
  for await (const entry of await opendir(folder)) {
    if (entry.isDirectory()) continue
    names.push(entry.name)
    if (names.length > maxNames) {
      throw noModelFolder(folder, `it has more than ${formatCount(maxNames)} files`)
    }
  }
  return names.sort()
}

/**
 * The one file of a folder that holds a network.
 * @throws LabError 'storage' | 'checkpoint-invalid' when it has none, or several
 */
export async function networkFileIn(folder: string): Promise<string> {
  const names = await checkpointFiles(await namesIn(folder), glance(folder))
  const networks = names.filter((name) => isJson(name) && !liesBeside(name))
  const [main] = networks
  if (main === undefined) throw noModelFolder(folder, 'it contains no network')
  if (networks.length > 1) throw noModelFolder(folder, `it contains ${networks.length} networks`)
  return path.join(folder, main)
}

/** What files hold, if it can be told at a glance. */
function glance(folder: string): Glance {
  const read = (name: string, most: number) => readBoundedFile(path.join(folder, name), most)
  return {
    bytes: (name) => unlessBad(() => read(name, maxCheckpointBytes)),
    json: (name) => unlessBad(async () => parseBoundedJson(await read(name, maxGlanceBytes), name))
  }
}

/** Not a network then; where it was asked for, it is read again as a whole, and told what is wrong with it. */
async function unlessBad<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (thrown) {
    if (thrown instanceof LabError) return undefined
    throw thrown
  }
}

async function readAll(folder: string, names: readonly string[]): Promise<Files> {
  const files: Files = []
  const folderName = path.basename(path.resolve(folder))
  let room = maxCheckpointBytes
  for (const name of names) {
    const place = path.join(folder, name)
    const bytes = await readBoundedFile(place, room, 'checkpoint-invalid').catch((cause: unknown) => {
      throw userPathError(cause, 'read', place)
    })
    room -= bytes.length
    files.push({ name: nameInFolder(folderName, name), content: bytes.toString('base64') })
  }
  return files
}

function noModelFolder(folder: string, why: string): LabError {
  return new LabError(
    'checkpoint-invalid',
    `${folder} is not a model folder: ${why}.`,
    'A model folder contains model.json, the files of its weights and, if Tenfold trained it, training.json.'
  )
}
