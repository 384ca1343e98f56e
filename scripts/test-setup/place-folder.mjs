// @ts-check
import { existsSync, renameSync } from 'node:fs'

/**
 * Moves a folder that is complete to its place. Where another process was faster, what it has placed stays.
 * @param {string} from
 * @param {string} to
 */
export function placeFolder(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
  }
}
