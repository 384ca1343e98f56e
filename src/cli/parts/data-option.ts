import { Option } from 'commander'
import { ownCommand } from '../../core/base/own-command'

/** How the help explains an argument that names a data set. */
export const dataArgument = `id of a data set; see "${ownCommand} data list"`

/** @param otherwise what is taken without it */
export function dataOption(otherwise: string): Option {
  return new Option('--data <id>', `the data set, by its id in "data list" (default: ${otherwise})`)
}
