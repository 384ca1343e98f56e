import { homedir, userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { LabError } from '../../core/base/lab-error'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where data sets and runs are kept: TENFOLD_DATA if set, else the platform's place for application data
 * (`~/.local/share/Tenfold`, `~/Library/Application Support/Tenfold`, `%LOCALAPPDATA%\\Tenfold\\Data`).
 * @returns an absolute path; nothing is created
 * @throws LabError 'storage' where the user has no home folder
 */
export function dataFolder(env: Environment, platform: string = process.platform): string {
  const chosen = env['TENFOLD_DATA']?.trim() ?? ''
  return chosen === '' ? usualFolder(env, platform) : resolve(chosen)
}

function usualFolder(env: Environment, platform: string): string {
  switch (platform) {
    case 'win32':
      return join(absolute(env['LOCALAPPDATA']) ?? join(homeFolder(), 'AppData', 'Local'), 'Tenfold', 'Data')
    case 'darwin':
      return join(homeFolder(), 'Library', 'Application Support', 'Tenfold')
    default:
      return join(absolute(env['XDG_DATA_HOME']) ?? join(homeFolder(), '.local', 'share'), 'Tenfold')
  }
}

/** Anything else would put data into whatever folder is the current one. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && isAbsolute(folder) ? folder : undefined
}

/** HOME, else what the system's list of users says. */
function homeFolder(): string {
  const home = absolute(ask(homedir)) ?? absolute(ask(() => userInfo().homedir))
  if (home !== undefined) return home
  throw new LabError(
    'storage',
    'Tenfold has no place to keep data: neither HOME nor the system’s list of users names your home folder.',
    'Set TENFOLD_DATA to the absolute path of a folder of your own.'
  )
}

/** The system throws for a user who is not in its list, such as a bare number in a container. */
function ask(find: () => string): string | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}
