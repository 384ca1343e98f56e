import { z } from '../base/schema'
import { onnxDataFiles } from './onnx-data-files'

/** Names that TensorFlow.js, Teachable Machine and Tenfold give to the files of a model folder. */
export const modelFileName = 'model.json'
export const weightsFileName = 'weights.bin'
export const trainingFileName = 'training.json'
export const metadataFileName = 'metadata.json'
/** Names of the classes, one on each line, as Teachable Machine puts them beside a network. */
export const labelsFileName = 'labels.txt'
/** In whatever case, and under any name where it was chosen with a network and nothing else. */
export const namesClasses = (name: string): boolean => name.toLowerCase().endsWith('.txt')
/** Of a folder that TensorFlow saves, which holds a program rather than layers. */
export const savedModelFileName = 'saved_model.pb'

/** Most files of a network's weights, and the most files that a network has with them. */
export const maxWeightFiles = 1000
export const maxCheckpointFiles = maxWeightFiles + 4
/** Most bytes of all files of a checkpoint together. */
export const maxCheckpointBytes = 300_000_000
/** Most characters of a file's name, with its folder in front where that is known. */
export const maxNameLength = 255
/** Most bytes of a JSON file that is only looked into to find out what it is. */
export const maxGlanceBytes = 16_000_000

const head = z.union([
  z.object({ format: z.literal('tenfold-checkpoint') }),
  z.object({ modelTopology: z.unknown().refine((value) => value !== undefined) })
])
const manifest = z.object({ weightsManifest: z.array(z.object({ paths: z.array(z.string()) })) })

/** Looks into the files of a folder. */
export interface Glance {
  /** The parsed content; undefined for what is too large to be looked into, or not JSON. */
  readonly json: (name: string) => Promise<unknown>
  /** undefined for what is larger than a checkpoint may be */
  readonly bytes: (name: string) => Promise<Uint8Array | undefined>
}

/**
 * The files of a folder that make up its checkpoint: the network, its weights as it names them, and what lies beside it
 * under a known name. Every network there is where the folder holds several; nothing where it holds none.
 * @param names of the files in the folder, without their paths
 * @param chosen the one file that was asked for, where it was not the folder
 */
export async function checkpointFiles(
  names: readonly string[],
  glance: Glance,
  chosen?: string
): Promise<string[]> {
  const beside = names.filter((name) => liesBeside(name))
  const candidates = chosen === undefined ? names.filter(mayBeNetwork) : [chosen]
  const found: { readonly name: string; readonly content: unknown }[] = []
  for (const name of candidates) {
    const content = isJson(name) ? await glance.json(name) : undefined
    if (isCheckpointName(name) || isOnnx(name) || head.safeParse(content).success)
      found.push({ name, content })
  }
  // What should be the network and cannot be understood is still taken: decoding it tells what is wrong with it.
  const [main, ...others] = found.length > 0 ? found : candidates.filter(isExpected).map((name) => ({ name }))
  if (main === undefined) return candidates.length === 1 ? candidates : []
  if (others.length > 0) return [main, ...others].map(({ name }) => name)
  if (isOnnx(main.name)) return [main.name, ...dataFiles(await glance.bytes(main.name), names)]
  if (isCheckpointName(main.name) || !('content' in main)) return [main.name]
  return [...new Set([main.name, ...weightFiles(main.content, names), ...beside])]
}

/** What a model folder has beside its network and the weights. */
export const liesBeside = (name: string): boolean => name === trainingFileName || name === metadataFileName
const isExpected = (name: string): boolean => name === modelFileName || name === savedModelFileName
const mayBeNetwork = (name: string): boolean =>
  (isJson(name) && !liesBeside(name)) || isOnnx(name) || name === savedModelFileName

/** Those of the files that hold the weights of a parsed model.json: as it names them, or the only `.bin` there is. */
function weightFiles(model: unknown, names: readonly string[]): string[] {
  const groups = manifest.safeParse(model).data?.weightsManifest ?? []
  const wanted = [...new Set(groups.flatMap(({ paths }) => paths.map(lastPart)))]
  const there = new Set(names.filter((name) => !isJson(name)))
  const found = wanted.filter((name) => there.has(name))
  const binary = names.filter((name) => name.endsWith('.bin'))
  return found.length === 0 && wanted.length === 1 && binary.length === 1 ? binary : found
}

/** Those of the files in which an ONNX file keeps its weights. */
function dataFiles(onnx: Uint8Array | undefined, names: readonly string[]): string[] {
  const wanted = new Set(onnx === undefined ? [] : onnxDataFiles(onnx).map(lastPart))
  return names.filter((name) => wanted.has(name) && !isOnnx(name))
}

/** `my-net/model.json`: of a name that would be too long, the end stays. */
export function nameInFolder(folder: string, name: string): string {
  return (folder === '' ? name : `${folder}/${name}`).slice(-maxNameLength)
}

/** The name without its folders. */
export function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

export const isJson = (name: string): boolean => name.toLowerCase().endsWith('.json')

export const isOnnx = (name: string): boolean => name.toLowerCase().endsWith('.onnx')

/** One file that needs no other. */
const isCheckpointName = (name: string): boolean => name.toLowerCase().endsWith('.tenfold.json')
