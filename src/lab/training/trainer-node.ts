import { existsSync } from 'node:fs'

/** A Node that runs training processes. */
export interface TrainerNode {
  readonly file: string
  /** `20.20.2` */
  readonly version: string
  /** Whether it is Electron's own, in which Dawn for Node does not work. */
  readonly isElectron: boolean
}

/**
 * The Node that training processes run in: this one; in Electron the plain one that started the desktop, if it said so
 * (scripts/setup/open-desktop.mjs), because some native libraries work there only.
 */
export function trainerNode(environment: NodeJS.ProcessEnv = process.env): TrainerNode {
  const isElectron = process.versions['electron'] !== undefined
  const { TENFOLD_NODE: file = '', TENFOLD_NODE_VERSION: version = '' } = environment
  if (isElectron && version !== '' && existsSync(file)) return { file, version, isElectron: false }
  return { file: process.execPath, version: process.versions.node, isElectron }
}

/**
 * Relaxed SIMD is behind a flag up to Node 22 and on by itself from 24 on. Older ones than 16 know no such flag, and
 * refuse to start with a flag that they do not know.
 */
export function nodeFlags(version: string): string[] {
  const major = Number(version.split('.')[0])
  return major >= 16 && major < 24 ? ['--experimental-wasm-relaxed-simd'] : []
}
