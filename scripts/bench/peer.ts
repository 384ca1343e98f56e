import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { LabError, labErrorData } from '../../src/core/base/lab-error'
import { parseInput } from '../../src/core/base/parse-input'
import { z } from '../../src/core/base/schema'

const failure = z.object({ error: labErrorData })
const running = new Set<Peer>()

/** A process that measures: one JSON request a line, one JSON answer a line. */
export class Peer {
  readonly #name: string
  readonly #child: ChildProcess
  readonly #answers: AsyncIterator<string, unknown>

  /** @param name for people: `PyTorch` */
  constructor(
    name: string,
    file: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {}
  ) {
    const child = spawn(file, args, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'inherit']
    })
    this.#name = name
    this.#child = child
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    // Told by the answer that does not come.
    child.on('error', () => undefined)
    child.stdin.on('error', () => undefined)
    running.add(this)
  }

  /** Of all processes that are still there. */
  static endAll(): void {
    for (const peer of running) peer.end()
  }

  /** @throws LabError the one that it answers with; 'unsupported' when it ends instead of answering */
  async ask<Answer extends z.ZodType>(request: object, answer: Answer): Promise<z.infer<Answer>> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`)
    const line = await this.#answers.next()
    if (line.done === true)
      throw new LabError('unsupported', `${this.#name} ended unexpectedly.`, 'Its own words are above.')
    const parsed: unknown = JSON.parse(line.value)
    const failed = failure.safeParse(parsed)
    if (failed.success) throw LabError.fromData(failed.data.error)
    return parseInput(answer, parsed, `What ${this.#name} answered`, 'internal')
  }

  /** Lets it end; it has nothing more to answer. */
  end(): void {
    running.delete(this)
    this.#child.stdin?.end()
  }
}
