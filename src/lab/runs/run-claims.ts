import { ownCommand } from '../../core/base/own-command'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import type { RunSummary } from '../contract/run-summary'
import { lookAtOwner, type Claimed, type Ownership } from '../ownership/claim-entry'
import { FolderClaim, type TakeOptions } from '../ownership/folder-claim'
import { processExists } from '../ownership/liveness'
import type { ProcessIdentity } from '../ownership/process-identity'
import type { RunFile } from './run-file'
import { runNumber } from './run-folder'

/** Claims on the folders of runs, for the process that the lab runs in. */
export class RunClaims {
  readonly #me: ProcessIdentity | undefined

  /** @param me who claims; this process */
  constructor(me?: ProcessIdentity) {
    this.#me = me
  }

  /**
   * Who has a run that is not open here.
   * @param file of the run, where it can be read
   */
  async owner(folder: string, file: Pick<RunFile, 'owner'> | undefined): Promise<Ownership> {
    const found = await lookAtOwner(folder, this.#me)
    const pid = file?.owner?.pid
    if (found.kind !== 'free' || pid === undefined || pid === process.pid || !processExists(pid)) return found
    // As it used to be written: with that number alone nobody can know.
    return { kind: 'unknown', process: { host: hostname(), pid }, brief: false }
  }

  /**
   * @param file of the run, where it can be read
   * @throws LabError 'busy' | 'storage'
   */
  async take(folder: string, file: RunFile | undefined, options: TakeOptions = {}): Promise<FolderClaim> {
    const refuse = (claimed: Claimed): LabError => {
      const number = file?.summary.number ?? runNumber(basename(folder))
      return claimedElsewhere(required(number, 'the number of a run that somebody has'), claimed)
    }
    const owner = await this.owner(folder, file)
    if (owner.kind === 'unknown' && options.evenUnknown !== true) throw refuse(owner)
    const claim = await FolderClaim.take(folder, {
      ...options,
      ...(this.#me === undefined ? {} : { me: this.#me })
    })
    if (claim.kind !== 'taken') throw refuse(claim)
    return claim
  }
}

/** What the list shows of a run that somebody else has. */
export function elsewhere({ kind, process }: Claimed): NonNullable<RunSummary['elsewhere']> {
  return { host: process?.host ?? 'an unknown computer', certain: kind !== 'unknown' }
}

export function claimedElsewhere(number: number, { kind, process }: Claimed): LabError {
  const where = process === undefined ? '' : ` (process ${process.pid} on ${process.host})`
  switch (kind) {
    case 'alive':
      return new LabError(
        'busy',
        `Run #${number} is in use by another Tenfold${where}.`,
        'Use that one, or close it first.'
      )
    case 'ending':
      return new LabError(
        'busy',
        `The training process of run #${number}${where} has not ended yet, although its Tenfold has.`,
        'Wait a moment and try again, or end that process.'
      )
    case 'unknown':
      return new LabError(
        'busy',
        `Run #${number} may be in training in another Tenfold${where}; this cannot be checked from here.`,
        `Use that one. If it no longer runs, take the run over: in Runs, or with “${ownCommand} runs take-over ${number}”.`
      )
  }
}
