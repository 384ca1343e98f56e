import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { lessonConfig } from '../../src/core/run-config'
import { RunStore } from '../../src/lab/runs/run-store'
import type { Order } from './contender'

export interface RaceResult {
  /** Rounds that ended with so many owners of the run; one each is right. */
  readonly none: number
  readonly one: number
  readonly several: number
}

/** Bundles the contender. @returns its file */
export async function buildContender(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node16.17',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('contender.ts', import.meta.url)),
        output: { format: 'cjs', entryFileNames: 'contender.cjs' }
      }
    }
  })
  return join(folder, 'contender.cjs')
}

/**
 * Lets processes resume one run at once, again and again: every other time after its owner was killed by SIGKILL, else
 * after it gave the run up.
 * @param contender the built file
 */
export async function raceForRun(
  contender: string,
  dataFolder: string,
  { rounds, processes }: { readonly rounds: number; readonly processes: number }
): Promise<RaceResult> {
  const store = new RunStore(dataFolder, () => undefined)
  const runId = await store.create(lessonConfig)
  await store.close()
  const children = Array.from({ length: processes }, () => fork(contender))
  const owners: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(
        children.map((child) => ask(child, { action: 'resume', dataFolder, runId }))
      )
      const winners = children.filter((_, i) => answers[i] === 'done')
      owners.push(winners.length)
      for (const winner of winners) {
        if (round % 2 === 0) {
          await killed(winner)
          children[children.indexOf(winner)] = fork(contender)
        } else await ask(winner, { action: 'release', dataFolder, runId })
      }
    }
  } finally {
    await Promise.all(children.map(killed))
  }
  return {
    none: owners.filter((count) => count === 0).length,
    one: owners.filter((count) => count === 1).length,
    several: owners.filter((count) => count > 1).length
  }
}

export function ask(child: ChildProcess, order: Order): Promise<unknown> {
  const answer = new Promise((resolve) => child.once('message', resolve))
  child.send(order)
  return answer
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
