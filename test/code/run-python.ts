import { execFile } from 'node:child_process'

/**
 * @param python the interpreter
 * @param input what it reads from stdin
 * @returns what it prints
 * @throws Error with what it says on stderr, where it fails
 */
export function runPython(
  python: string | undefined,
  args: readonly string[],
  input: string,
  cwd?: string
): Promise<string> {
  if (python === undefined) throw new Error('there is no Python')
  return new Promise((resolve, reject) => {
    const child = execFile(python, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr))
    })
    child.stdin?.end(input)
  })
}
