import { numpyGlobals } from '../../pickle/numpy-globals'
import type { PickleDialect } from '../../pickle/pickle-dialect'
import { badFile, unsuitableFile } from './formats/bad-file'

/** CIFAR-100's largest file takes some 350,000, in the most long-winded protocol. */
const mostSteps = 1_000_000

/**
 * What CIFAR's pickles may ask for: numpy's arrays.
 * @param bytes of the file
 */
export function cifarDialect(file: string, bytes: number): PickleDialect {
  return {
    holds: 'data set',
    globals: numpyGlobals,
    mostSteps,
    mostCopiedBytes: bytes,
    bad: (reason, hint) => badFile(file, reason, hint),
    unsuitable: (reason, hint) => unsuitableFile(file, reason, hint),
    unknownGlobal: (name) =>
      badFile(
        file,
        `asks to run ${name}. Tenfold runs nothing that a data file asks for, and refused the file`,
        'If you did not make this file, do not open it in Python.'
      )
  }
}
