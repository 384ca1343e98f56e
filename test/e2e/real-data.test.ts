import { expect, test } from 'vitest'
import { realCifar } from './real-cifar'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

test('one epoch at the lesson’s settings on CIFAR-10 itself', { timeout: 600_000 }, async ({ skip }) => {
  const data = await realCifar()
  if ('unreachable' in data) {
    expect(process.env['CI'], data.unreachable).toBeUndefined()
    skip(`${data.unreachable} To enable: npm test -- e2e, with a network`)
    return
  }
  const dataFolder = await temporaryFolder()
  const options = { dataFolder, dataset: 'real' } as const
  const trained = await runCommand(
    ['train', '--epochs', '1', '--seed', '1', '--data-path', data.folder],
    options
  )
  expect({ code: trained.code, stderr: trained.stderr }).toMatchObject({ code: 0 })
  const lines = trained.stdout.trimEnd().split('\n')
  expect(lines.slice(0, 6).map((line) => line.slice(0, 17))).toEqual([
    '[1,  2000] loss: ',
    '[1,  4000] loss: ',
    '[1,  6000] loss: ',
    '[1,  8000] loss: ',
    '[1, 10000] loss: ',
    '[1, 12000] loss: '
  ])
  // The lesson's own figures are 2.105 for the first line and 1.462 for the sixth.
  expect(lossOf(lines[0])).toBeGreaterThan(1.9)
  expect(lossOf(lines[0])).toBeLessThan(2.3)
  expect(lossOf(lines[5])).toBeGreaterThan(1.3)
  expect(lossOf(lines[5])).toBeLessThan(1.65)
  expect(lines[6]).toBe('Finished Training')
  expect(lines[7]).toMatch(/^Accuracy of the network on the 10000 test images: (4\d|5\d)\.\d %$/)
  expect(lines).toHaveLength(18)

  const evaluated = await runCommand(['evaluate', '1'], options)
  expect(evaluated.stdout.trimEnd().split('\n')).toEqual(lines.slice(7))
})

function lossOf(line: string | undefined): number {
  return Number(/loss: (\d+\.\d{3})$/.exec(line ?? '')?.[1])
}
