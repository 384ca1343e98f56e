import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../src/core/maths/random'
import { z } from '../../src/core/base/schema'
import { parseAssignment } from '../../src/core/assignment/assignment'
import { attackKinds, attackServer } from './attack-server'
import { differences, findLeftovers, readRunResult } from './run-result'
import { Serving } from './serving'
import { makePlans, shortConfig, type TrainingPlan } from './training-plan'
import type { Trial, Verdict } from './trial'
import type { Workplace } from './workplace'

/** In the first attack, and in each of those that follow. */
const connectionsOf = (index: number): number => (index === 0 ? 300 : 2425)
/** What a server may have more of when all is over than when it began. */
const spareFiles = 8
const spareMegabytes = 96
/** Until everything is released, in milliseconds; a busy machine is no failure. */
const patienceMs = 120_000

const started = z.object({ runId: z.string() })

/** Connections without a token that are broken in every way, while a page trains. */
export const socketTrial: Trial = {
  name: 'sockets',
  aim: 'the server lives, answers its page, gives files and memory back, and the training ends equal to the bit',
  full: 10_000,
  quick: 300,
  atOnce: 1,
  async prepare(workplace) {
    const [plan] = await makePlans(workplace, [shortConfig])
    if (plan === undefined) throw new Error('there is no plan')
    return {
      attempt: (random, index) => attack(workplace, plan, { random, connections: connectionsOf(index) })
    }
  }
}

async function attack(
  workplace: Workplace,
  plan: TrainingPlan,
  { random, connections }: { readonly random: Random; readonly connections: number }
): Promise<Verdict> {
  const dataFolder = await workplace.makeDataFolder()
  const serving = await Serving.begin(workplace, dataFolder)
  const wrong: string[] = []
  try {
    const before = await usage(serving.command.pid)
    const { config } = parseAssignment(await readFile(plan.assignment, 'utf8'))
    const { runId } = started.parse(await serving.call('startRun', { config }))
    const { held, failed, tried } = await attackServer({
      port: serving.port,
      connections,
      seed: random.nextUint32()
    })
    if (held > 0) wrong.push(`${held} connections are still held`)
    if (failed > 0) wrong.push(`${failed} connections could not be made: the server was gone`)
    const missing = attackKinds.filter((kind) => tried[kind] === 0)
    if (missing.length > 0) wrong.push(`not tried: ${missing.join(', ')}`)
    await serving.call('getRun', { runId })
    wrong.push(...(await awaitRelease(serving.command.pid, before)))
    await awaitEnd(serving)
  } catch (thrown) {
    wrong.push(String(thrown))
  }
  const code = await serving.stop()
  if (code !== 130) wrong.push(`the server ended with ${await serving.command.tell()}`)
  wrong.push(
    ...differences(await readRunResult(dataFolder), plan.result),
    ...(await findLeftovers(dataFolder))
  )
  return { tried: connections, counts: { 'attacks on a server that trains': 1 }, wrong }
}

interface Usage {
  readonly files: number
  readonly megabytes: number
}

async function usage(pid: number): Promise<Usage> {
  const files = (await readdir(`/proc/${pid}/fd`)).length
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return { files, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 }
}

async function awaitRelease(pid: number, before: Usage): Promise<string[]> {
  for (let waited = 0; ; waited += 500) {
    const now = await usage(pid)
    const tooMany = now.files > before.files + spareFiles
    const tooMuch = now.megabytes > before.megabytes + spareMegabytes
    if (!tooMany && !tooMuch) return []
    if (waited > patienceMs) {
      return [
        `${before.files} files and ${before.megabytes.toFixed()} MB became ${now.files} and ${now.megabytes.toFixed()} MB`
      ]
    }
    await sleep(500)
  }
}

const listed = z.object({ runs: z.array(z.object({ status: z.object({ kind: z.string() }) })) })

async function awaitEnd(serving: Serving): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += 200) {
    const { runs } = listed.parse(await serving.call('listRuns', {}))
    if (runs.every(({ status }) => status.kind === 'finished')) return
    await sleep(200)
  }
  throw new Error('the training does not end')
}
