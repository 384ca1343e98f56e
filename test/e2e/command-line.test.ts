import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { projectRoot } from './project-root'
import { type CommandResult, runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

const quick = ['--epochs', '2', '--log-every', '50', '--learning-rate', '0.01', '--seed', '7']

describe('the command line', () => {
  test('trains, tests and prints nothing but data on stdout', async () => {
    const dataFolder = await temporaryFolder()
    const { code, stdout, stderr } = await runCommand(['train', ...quick], { dataFolder })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(10 + 1 + 1 + 10)
    lines.slice(0, 10).forEach((line, i) => {
      const batch = String(((i % 5) + 1) * 50).padStart(5)
      expect(line).toMatch(
        new RegExp(`^\\[${String(Math.floor(i / 5) + 1)}, ${batch}\\] loss: \\d+\\.\\d{3}$`)
      )
    })
    expect(lines[10]).toBe('Finished Training')
    expect(lines[11]).toMatch(/^Accuracy of the network on the 200 test images: \d+\.\d %$/)
    for (const line of lines.slice(12)) expect(line).toMatch(/^Accuracy of +\w+ : \d+\.\d %$/)

    const list = await runCommand(['runs', '--json'], { dataFolder })
    expect(JSON.parse(list.stdout)).toMatchObject([{ number: 1, status: { kind: 'finished' }, step: 500 }])
    const saved = path.join(dataFolder, 'saved.tenfold.json')
    expect((await runCommand(['export', '1', '--output', saved], { dataFolder })).code).toBe(0)
    const again = await runCommand(['evaluate', saved, '--json'], { dataFolder })
    expect(`Accuracy of the network on the 200 test images: ${percent(again.stdout)}`).toBe(lines[11])
    const report = await runCommand(['report', '1', '--format', 'csv', '--output', '-'], { dataFolder })
    expect(report.stdout).toContain('plane')
  })

  test('gives the same weights for the same seed', async () => {
    const one = await runCommand(['train', ...quick], { dataFolder: await temporaryFolder() })
    const other = await runCommand(['train', ...quick, '--workers', '0'], {
      dataFolder: await temporaryFolder()
    })
    expect(one.code).toBe(0)
    expect(other.stdout).toBe(one.stdout)
  })

  test('takes every setting, and tells those that are not the lesson’s', async () => {
    const dataFolder = await temporaryFolder()
    const args = ['--network', 'modern', '--optimizer', 'adamw', '--beta1', '0.8', '--weight-decay', '0']
    const images = ['--epochs', '1', '--train-images', '40', '--checkpoint-every', '4', '--engine', 'wasm']
    const { code, stderr } = await runCommand(['train', ...args, ...images], { dataFolder })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const { stdout } = await runCommand(['runs', 'show', '1'], { dataFolder })
    expect(stdout).toContain('optimizer adamw, ')
    expect(stdout).toContain('learning rate 0.001, beta 1 0.8, weight decay 0, schedule constant, seed 1')
    expect(stdout).toContain('training images 40, engine wasm, checkpoint interval 4')
    expect(stdout).toContain('network of 34,058 parameters')
    const list = await runCommand(['runs', '--json'], { dataFolder })
    expect(JSON.parse(list.stdout)).toMatchObject([{ step: 10, totalSteps: 10 }])
  })

  test('keeps what was trained on Ctrl-C, and goes on from there', async () => {
    const dataFolder = await temporaryFolder()
    const stopped = await runCommand(['train', '--epochs', '1000', '--log-every', '50'], {
      dataFolder,
      interruptAt: '[1,   100]'
    })
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toContain('Continue with: npm start -- train --resume 1')
    const checkpoints = await readdir(path.join(dataFolder, 'runs', 'run-1', 'checkpoints'))
    expect(checkpoints.length).toBeGreaterThan(0)

    const resumed = await runCommand(['train', '--resume', '1'], { dataFolder, interruptAt: 'loss' })
    expect(resumed.code).toBe(130)
    const before = stopped.stdout.trimEnd().split('\n')
    const after = resumed.stdout.trimEnd().split('\n')
    expect(after[0]).not.toBe(before[0])
    expect(new Set([...before, ...after]).size).toBe(before.length + after.length)
  })

  test.each([
    [['train', '--batch-size', '60000'], 2, 'batch size'],
    [['train', '--epochs', '-1'], 2, 'epochs'],
    [['train', '--learning-rate', '0'], 2, 'learning rate'],
    [['train', '--learning-rate', 'NaN'], 2, 'learning rate'],
    [['train', '--beta1', '0.5'], 2, 'is for Adam and AdamW'],
    [['train', '--network', path.join(projectRoot, 'package.json')], 2, 'contains no network'],
    [['train', '--network', 'widest'], 3, 'No network and no file'],
    [['train', '--colour', 'red'], 2, 'unknown option'],
    [['fly'], 2, 'unknown command'],
    [['report', '99'], 3, 'no run'],
    [['evaluate', 'nothing.tenfold.json'], 3, 'nothing.tenfold.json'],
    [['train', '--resume', '99'], 3, 'no run']
  ])('refuses %j with exit code %i', async (args, code, message) => {
    const result = await runCommand(args, { dataFolder: await temporaryFolder() })
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toContain(message)
  })

  test.each([['--help'], ['train', '--help'], ['serve', '--help'], ['--version'], ['devices']])(
    'answers %j on stdout alone',
    async (...args) => {
      const result = await runCommand(args, { dataFolder: await temporaryFolder() })
      expect(result).toMatchObject({ code: 0, stderr: '' })
      expect(result.stdout).not.toBe('')
    }
  )

  test('takes the data set from a local folder', async () => {
    const dataFolder = await temporaryFolder()
    const args = ['data', 'download', '--source', 'local', '--path', inject('datasetFolder'), '--json']
    const result = await runCommand(args, { dataFolder })
    expect(JSON.parse(result.stdout)).toMatchObject({
      state: 'ready',
      info: { splits: { train: { images: 1000 }, test: { images: 200 } } }
    })
  })

  test.skipIf(process.platform !== 'linux')(
    'under a limit on address space trains with what starts there, and names the limit otherwise',
    { timeout: 600_000 },
    async () => {
      const dataFolder = await temporaryFolder()
      const limited = (kilobytes: number, ...args: readonly string[]): Promise<CommandResult> =>
        runCommand(args, { dataFolder, addressSpace: kilobytes })
      const refused = await limited(4_000_000, 'train', ...quick, '--engine', 'wasm')
      expect(refused.code).toBe(20)
      expect(refused.stderr).toMatch(
        /memory limit: a process may take 3\.8 GiB .* You can also choose another engine: Reference/s
      )
      expect(JSON.parse((await limited(4_000_000, 'runs', '--json')).stdout)).toEqual([])
      const other = await limited(4_000_000, 'train', '--epochs', '1', '--log-every', '50')
      expect(other.stderr).toContain('Training on Reference')
      expect(other.code).toBe(0)
      const roomy = await limited(9_000_000, 'train', '--epochs', '1', '--log-every', '50')
      expect(roomy.stderr).toContain('Training on WASM')
      expect(roomy.code).toBe(0)
    }
  )
})

/** The accuracy in a document of the command line's, as the command line writes it for people. */
function percent(document: string): string {
  return `${(z.object({ accuracy: z.number() }).parse(JSON.parse(document)).accuracy * 100).toFixed(1)} %`
}
