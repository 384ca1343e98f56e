import type { Surroundings } from './surroundings'

/** The libraries that the system's loader knows, one a line; undefined where nothing lists them. */
export async function loaderLibraries({ ask }: Surroundings): Promise<string | undefined> {
  return (await ask('ldconfig', ['-p'])) ?? (await ask('/sbin/ldconfig', ['-p']))
}
