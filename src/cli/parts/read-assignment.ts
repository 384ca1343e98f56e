import { Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { type Assignment, assignmentMaxBytes, parseAssignmentFile } from '../../core/assignment/assignment'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { errorCode, userPathError } from '../../lab/storage/storage-error'
import { userPath } from '../../lab/storage/user-path'

/** What `--assignment` was called in earlier versions. */
export function earlierAssignmentOption(): Option {
  return new Option('--lab <file>').hideHelp().conflicts('assignment')
}

/** Reads a teacher's file. @throws LabError 'not-found', 'storage', or 'invalid-input' when it is not an assignment */
export async function readAssignment(file: string): Promise<Assignment> {
  return parseAssignmentFile(await read(userPath(file)))
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readBoundedFile(file, assignmentMaxBytes)
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') {
      throw new LabError(
        'not-found',
        `The file ${file} does not exist.`,
        'Give --assignment the path of a .tenfold-assignment.json file.'
      )
    }
    throw userPathError(cause, 'read', file)
  }
}
