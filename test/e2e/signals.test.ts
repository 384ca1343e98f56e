import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { applicationEnv } from './application-env'
import { processesWith, type RunningProcess, survivors } from './processes'
import { projectRoot } from './project-root'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

const patience = { timeout: 100_000, interval: 100 }
const train = 'npm start -- train --epochs 1000 --log-every 50 >>"$OUTPUT" 2>&1'

interface Training {
  readonly dataFolder: string
  readonly output: () => Promise<string>
  /** npm, its shell, the script, the command line, the training process. */
  readonly chain: readonly RunningProcess[]
}

/** A training that takes long, as somebody would type it. @param line for bash */
async function beginTraining(line: string): Promise<Training> {
  const dataFolder = await temporaryFolder()
  const outputFile = path.join(dataFolder, 'output')
  await writeFile(outputFile, '')
  spawn('bash', ['-c', line], {
    cwd: projectRoot,
    env: { ...applicationEnv(dataFolder), OUTPUT: outputFile },
    stdio: 'ignore'
  })
  const ours = (): RunningProcess[] => processesWith(`TENFOLD_DATA=${dataFolder}`)
  onTestFinished(() => {
    for (const { pid } of ours()) process.kill(pid, 'SIGKILL')
  })
  const output = (): Promise<string> => readFile(outputFile, 'utf8')
  await vi.waitFor(async () => expect(await output()).toContain('[1,   100]'), patience)
  return { dataFolder, output, chain: ours() }
}

function send(signal: NodeJS.Signals, chain: readonly RunningProcess[], command: RegExp): void {
  const found = chain.filter((one) => command.test(one.command))
  expect(found).toHaveLength(1)
  for (const { pid } of found) process.kill(pid, signal)
}

/** Everything is gone, and what was trained is there to go on with. */
async function expectEnd({ dataFolder, chain }: Training): Promise<void> {
  await vi.waitFor(() => expect(survivors(chain)).toEqual([]), patience)
  const checkpoints = await readdir(path.join(dataFolder, 'runs', 'run-1', 'checkpoints'))
  expect(checkpoints.length).toBeGreaterThan(0)
  const resumed = await runCommand(['train', '--resume', '1'], { dataFolder, interruptAt: 'loss' })
  expect(resumed.stderr).toMatch(/Continuing from step [1-9]/)
  expect(resumed.code).toBe(130)
}

describe.skipIf(process.platform !== 'linux')('the end of', () => {
  describe.each([
    ['npm', /^npm start/],
    ['the script that npm runs', /^node scripts\/start\.mjs/],
    ['the command line', /cli\.cjs/]
  ])('%s by', (_, command) => {
    test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGKILL'] as const)(
      '%s ends the training, and what was trained is kept',
      async (signal) => {
        const training = await beginTraining(train)
        send(signal, training.chain, command)
        await expectEnd(training)
      }
    )
  })
})

describe.skipIf(process.platform !== 'linux')('a training goes on', () => {
  /** More lines come, and nothing says that it is about to end. */
  async function expectMore({ output }: Training): Promise<void> {
    const lines = async (): Promise<number> => (await output()).split('loss:').length
    const before = await lines()
    // Longer than it takes to notice that npm is gone.
    const later = Date.now() + 3_000
    await vi.waitFor(async () => {
      expect(Date.now()).toBeGreaterThan(later)
      expect(await lines()).toBeGreaterThan(before + 20)
    }, patience)
    expect(await output()).not.toContain('Stopping')
  }

  test('when the shell that began it in the background has ended', async () => {
    const training = await beginTraining(`${train} & disown`)
    await expectMore(training)
    send('SIGTERM', training.chain, /^npm start/)
    await expectEnd(training)
  })

  test.each([
    ['npm alone', /^npm start/],
    ['the whole chain', /npm start|start\.mjs|cli\.cjs/]
  ])('under nohup when %s hears the hang-up', async (_, command) => {
    const training = await beginTraining(`nohup ${train} &`)
    for (const one of training.chain) if (command.test(one.command)) process.kill(one.pid, 'SIGHUP')
    await expectMore(training)
    send('SIGTERM', training.chain, /cli\.cjs/)
    await expectEnd(training)
  })
})

test.skipIf(process.platform !== 'linux')('Ctrl-C that is pressed again ends a command at once', async () => {
  const training = await beginTraining(train)
  const stopping = async (): Promise<void> => expect(await training.output()).toContain('Stopping')
  send('SIGSTOP', training.chain, /trainer\.cjs/)
  send('SIGINT', training.chain, /cli\.cjs/)
  await vi.waitFor(stopping, patience)
  send('SIGINT', training.chain, /cli\.cjs/)
  await vi.waitFor(() => {
    expect(survivors(training.chain).filter(({ command }) => command.includes('cli.cjs'))).toEqual([])
  }, patience)
  send('SIGCONT', training.chain, /trainer\.cjs/)
  await expectEnd(training)
})
