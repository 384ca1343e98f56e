import { ownCommand } from '../../core/base/own-command'

/**
 * The hint where a command was not used as it can be.
 * @param names that lead to the command: `runs`, `show`
 */
export const seeHelp = (...names: readonly string[]): string =>
  `See: ${[ownCommand, ...names, '--help'].join(' ')}`
