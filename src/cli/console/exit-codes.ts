import { labErrorCodes, type LabErrorCode } from '../../core/base/lab-error'

/** What the process ends with for each way of failing; part of the command line's interface, listed in its help. */
export const errorExitCodes: Readonly<Record<LabErrorCode, number>> = {
  internal: 1,
  'invalid-input': 2,
  'not-found': 3,
  busy: 4,
  unsupported: 5,
  storage: 6,
  offline: 10,
  'download-failed': 11,
  'data-corrupt': 12,
  'data-missing': 13,
  'checkpoint-invalid': 14,
  'engine-unavailable': 20,
  diverged: 21,
  'trainer-crashed': 22,
  cancelled: 130
}

/** Thrown by a command that has said all that there is to say and yet did not succeed. */
export class EndWith extends Error {
  override readonly name = 'EndWith'

  constructor(readonly exitCode: number) {
    super(`ends with ${exitCode}`)
  }
}

/** 128 and the signal's number, as shells count; a closed pipe ends a reader's writers with SIGPIPE. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const

/** For the help: one line a code. */
export function describeExitCodes(): string {
  const errors = labErrorCodes.map((code): [number, string] => [errorExitCodes[code], meanings[code]])
  return [[0, 'done'], ...errors, [143, 'SIGTERM (129: SIGHUP, 141: the reader of the output has gone)']]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([code, meaning]) => `  ${String(code).padStart(3)}  ${String(meaning)}`)
    .join('\n')
}

const meanings: Readonly<Record<LabErrorCode, string>> = {
  internal: 'an error inside Tenfold',
  'invalid-input': 'wrong usage: an impossible option or value',
  'not-found': 'no such run, file or checkpoint',
  busy: 'already under way',
  unsupported: 'not possible here',
  storage: 'a disk error',
  offline: 'no source of the data set could be reached',
  'download-failed': 'a download was interrupted or refused',
  'data-corrupt': 'the data does not match its checksum',
  'data-missing': 'the data set is not there yet',
  'checkpoint-invalid': 'a checkpoint that cannot be read',
  'engine-unavailable': 'the engine cannot run here',
  diverged: 'the loss became infinite or NaN',
  'trainer-crashed': 'the training process crashed; the run can be resumed',
  cancelled: 'Ctrl-C or cancelled; what was trained is kept'
}
