import { lastPart } from '../../core/checkpoint/checkpoint-files'
import { classesProblem, writtenClasses } from '../../core/exchange/written-classes'
import { invalidCheckpoint, shown } from './invalid-checkpoint'

/** Of the longest list of names. */
const mostBytes = 1_000_000

/**
 * The names of classes in labels.txt.
 * @param wanted how many classes the network has; undefined where that is not known yet
 * @throws LabError 'checkpoint-invalid'
 */
export function classLabels(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  wanted: number | undefined
): readonly string[] {
  const file = shown(lastPart(name))
  if (bytes.length > mostBytes) throw badLabels(`${file} is too large for a list of names.`)
  const names = writtenClasses(new TextDecoder().decode(bytes))
  requireClasses(file, names, wanted ?? names.length)
  return names
}

/**
 * @param file that names the classes, for people
 * @throws LabError 'checkpoint-invalid' unless there is one name for each class, and no name twice
 */
export function requireClasses(file: string, names: readonly string[], wanted: number): void {
  const problem = names.length === 0 ? 'There is no name in it.' : classesProblem(names, wanted)
  if (problem !== undefined)
    throw badLabels(`The names of the classes in ${file} cannot be used. ${shown(problem, 200)}`)
}

function badLabels(message: string): Error {
  return invalidCheckpoint(
    message,
    'Put one name for each class on a line of its own, in the order of the network’s scores, or load the network without these names.'
  )
}
