import { resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * Where data sets and runs are kept: TENFOLD_DATA if set, else the platform's place for application data
 * (`~/.local/share/Tenfold`, `~/Library/Application Support/Tenfold`, `%LOCALAPPDATA%\Tenfold\Data`).
 * @returns an absolute path; nothing is created
 */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['TENFOLD_DATA']?.trim()
  if (chosen !== undefined && chosen !== '') return resolve(chosen)
  return envPaths('Tenfold', { suffix: '' }).data
}
