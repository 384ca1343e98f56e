import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { lessonConfig } from '../../src/core/settings/run-config'
import { RunStore } from '../../src/lab/runs/run-store'
import type { Order } from './contender'

/** Processes that resume one run at once, again and again. */
export class RaceForRun {
  readonly #contender: string
  readonly #dataFolder: string
  readonly #runId: string
  readonly #children: ChildProcess[]

  private constructor(contender: string, dataFolder: string, runId: string, processes: number) {
    this.#contender = contender
    this.#dataFolder = dataFolder
    this.#runId = runId
    this.#children = Array.from({ length: processes }, () => fork(contender))
  }

  /** @param contender see build-contender.ts */
  static async begin(contender: string, dataFolder: string, processes: number): Promise<RaceForRun> {
    const store = new RunStore(dataFolder, () => undefined)
    const runId = await store.create(lessonConfig)
    await store.close()
    return new RaceForRun(contender, dataFolder, runId, processes)
  }

  /**
   * One race; the winner is killed by SIGKILL, or gives the run up.
   * @returns how many processes had the run at the end; one is right
   */
  async round(kill: boolean): Promise<number> {
    const { answers } = await this.#all('resume')
    const winners = this.#children.filter((_, i) => answers[i] === 'done')
    for (const winner of winners) {
      if (kill) {
        await killed(winner)
        this.#children[this.#children.indexOf(winner)] = fork(this.#contender)
      } else await ask(winner, { action: 'release', dataFolder: this.#dataFolder, runId: this.#runId })
    }
    return winners.length
  }

  async end(): Promise<void> {
    await Promise.all(this.#children.map(killed))
  }

  async #all(action: Order['action']): Promise<{ readonly answers: readonly unknown[] }> {
    const order = { action, dataFolder: this.#dataFolder, runId: this.#runId }
    return { answers: await Promise.all(this.#children.map((child) => ask(child, order))) }
  }
}

export function ask(child: ChildProcess, order: Order): Promise<unknown> {
  const answer = new Promise((resolve) => child.once('message', resolve))
  child.send(order)
  return answer
}

export async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
