import { existsSync, readFileSync } from 'node:fs'
import { addressSpaceLimit, boundedMemoryFlag } from '../../core/base/address-space'

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
 * V8 lets the room for young objects grow to three times 16 MB, which a training of little garbage never needs; with this
 * its memory stays where it is after the first seconds. Every version of Node knows the flag.
 */
const steadyMemory = '--max-semi-space-size=4'

/**
 * Options of a training process.
 * @param limits Linux' /proc/self/limits: under a limit on address space WebAssembly's memories are to reserve less, which
 *   makes them somewhat slower
 */
export function trainerFlags({ file }: TrainerNode, limits: string = ownLimits()): string[] {
  // What another Node knows cannot be asked of this one.
  const known = file === process.execPath && process.allowedNodeEnvironmentFlags.has(boundedMemoryFlag)
  const limited = addressSpaceLimit(limits) !== undefined
  return limited && known ? [steadyMemory, boundedMemoryFlag] : [steadyMemory]
}

/** Linux' /proc/self/limits; empty elsewhere, and where /proc is not there, as in a bare chroot. */
export function ownLimits(): string {
  const file = '/proc/self/limits'
  return process.platform === 'linux' && existsSync(file) ? readFileSync(file, 'utf8') : ''
}
