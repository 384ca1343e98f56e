import { lastPart, modelFileName } from './checkpoint-files'

/**
 * What a network out of files is called: like its file, or like the folder where the file's name says nothing, as every
 * model folder has a model.json.
 * @param path of the network's file, with its folder where that is known
 */
export function checkpointName(path: string): string {
  const file = lastPart(path)
  const folder = lastPart(path.slice(0, -file.length - 1)).trim()
  const saysNothing = file.toLowerCase() === modelFileName
  return (saysNothing && folder !== '' ? folder : file.replace(/(\.tenfold)?\.json$/i, '')).slice(0, 80)
}
