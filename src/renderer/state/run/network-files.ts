import {
  checkpointFiles,
  labelsFileName,
  namesClasses,
  maxCheckpointBytes,
  maxGlanceBytes
} from '../../../core/checkpoint/checkpoint-files'
import type { ChosenFile } from '../data/chosen-file'

/** Those of several files that belong to a network, and a labels.txt among them. */
export async function networkFiles(files: readonly ChosenFile[]): Promise<ChosenFile[]> {
  const named = new Map(files.map((one) => [one.file.name, one]))
  const only = files.length === 2 ? files.find(({ file }) => namesClasses(file.name)) : undefined
  const labels = named.get(labelsFileName) ?? only
  if (labels !== undefined) named.delete(labels.file.name)
  const folder = await checkpointFiles([...named.keys()], {
    bytes: (name) => bytesOf(named.get(name)?.file, maxCheckpointBytes),
    json: (name) => jsonIn(named.get(name)?.file)
  })
  // Beside names of classes, a single file is taken whatever it is too.
  const names = folder.length === 0 && labels !== undefined && named.size === 1 ? named.keys() : folder
  const network = [...names].flatMap((name) => named.get(name) ?? [])
  return labels === undefined || network.length === 0 ? network : [...network, labels]
}

async function bytesOf(file: File | undefined, most: number): Promise<Uint8Array | undefined> {
  if (file === undefined || file.size > most) return undefined
  return new Uint8Array(await file.arrayBuffer())
}

async function jsonIn(file: File | undefined): Promise<unknown> {
  const bytes = await bytesOf(file, maxGlanceBytes)
  if (bytes === undefined) return undefined
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    // Not a network then; where the name says that it is one, the lab reads it and says what is wrong with it.
    return undefined
  }
}
