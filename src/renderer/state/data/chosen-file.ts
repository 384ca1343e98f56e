import { nameInFolder } from '../../../core/checkpoint/checkpoint-files'

/** A file that a user chose or dropped. */
export interface ChosenFile {
  readonly file: File
  /** Of the folder that it lies in; empty where the browser does not say. */
  readonly folder: string
}

/** Of a file chosen with its folder the browser tells the path in it. */
export function chosenFile(file: File): ChosenFile {
  return { file, folder: file.webkitRelativePath.split('/').at(-2) ?? '' }
}

/** `my-net/model.json` */
export const nameOf = ({ file, folder }: ChosenFile): string => nameInFolder(folder, file.name)
