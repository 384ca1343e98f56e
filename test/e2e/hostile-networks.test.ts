import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bytesOf, call, name, proto, text } from '../exchange/pickle-bytes'
import { packedZeros, zipBytes } from '../exchange/zip-bytes'
import { projectRoot } from './project-root'
import { runCommand } from './run-command'
import { goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeHosts } from './workbench'

const exchangeFile = (file: string): string => path.join(projectRoot, 'test', 'exchange', 'files', file)

/** Files that attack what reads them. [name, content, what is said of it] */
async function hostileFiles(
  marker: string
): Promise<readonly (readonly [name: string, content: Buffer, said: RegExp])[]> {
  const stored = (file: string): Promise<Buffer> => readFile(exchangeFile(file))
  const runsCommand = `${proto}${call(name('posix', 'system'), text(`touch ${marker}`))}.`
  const lambda = {
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'Lambda', config: { function: { class_name: '__lambda__' } } }] }
  }
  const json = Buffer.from(JSON.stringify(lambda))
  const keras = zipBytes([
    { name: 'config.json', content: json },
    { name: 'metadata.json', content: Buffer.from('{"keras_version":"3.15.0"}') },
    { name: 'model.weights.h5', content: await stored('refused-no-array.h5') }
  ])
  const bomb = zipBytes([{ name: 'net.onnx', content: Buffer.alloc(0), packed: packedZeros(400) }])
  const header = Buffer.from(
    '{"v":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}'
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return [
    ['runs-a-command.pth', bytesOf(runsCommand), /posix\.system/],
    [
      'runs-a-command-in-zip.pth',
      zipBytes([{ name: 'net/data.pkl', content: bytesOf(runsCommand) }]),
      /posix\.system/
    ],
    ['lambda.keras', keras, /Lambda/],
    ['bomb.zip', bomb, /does not have the 0 bytes/],
    [
      'slip.zip',
      zipBytes([{ name: '../../evil.onnx', content: Buffer.from('x') }]),
      /a name that no checkpoint has/
    ],
    [
      'overlapping.safetensors',
      Buffer.concat([length, header, Buffer.alloc(16)]),
      /lies over the one before/
    ],
    ['nan.safetensors', await stored('refused-nan.safetensors'), /not a finite number/],
    ['elsewhere.h5', await stored('refused-external-link.h5'), /is in another file/],
    ['endless.h5', await stored('refused-endless.h5'), /takes too long to read/],
    [
      'noise.onnx',
      Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) & 255)),
      /is not an ONNX file/
    ]
  ]
}

describeHosts('hostile files of networks', (open) => {
  test('are refused one after the other, nothing runs, and the next sound one is read', async () => {
    const data = await temporaryFolder()
    const folder = await temporaryFolder()
    const marker = path.join(folder, 'it-ran')
    const { page, complaints } = await open(data)
    await goTo(page, 'Evaluate')
    const picker = page.getByLabel('Checkpoint files')
    for (const [file, content, said] of await hostileFiles(marker)) {
      const at = path.join(folder, file)
      await writeFile(at, content)
      await picker.setInputFiles(at)
      await page.getByText(said).first().waitFor()
      expect(await page.getByRole('dialog').count()).toBe(0)
      await page.getByRole('button', { name: 'Dismiss', exact: true }).first().click()
    }
    await expect(stat(marker)).rejects.toThrow('ENOENT')
    const { stdout } = await runCommand(['runs', '--json'], { dataFolder: data })
    expect(JSON.parse(stdout)).toEqual([])

    await picker.setInputFiles(exchangeFile('normalised-keras.h5'))
    await page
      .getByText(/The network takes 8 × 8 × 3 images/)
      .first()
      .waitFor()
    expect(complaints).toEqual([])
  })
})

test('hostile files of networks are refused in a terminal, and nothing runs', async () => {
  const data = await temporaryFolder()
  const folder = await temporaryFolder()
  const marker = path.join(folder, 'it-ran')
  for (const [file, content, said] of await hostileFiles(marker)) {
    const at = path.join(folder, file)
    await writeFile(at, content)
    const { code, stderr } = await runCommand(['evaluate', at], { dataFolder: data })
    expect([file, code]).toEqual([file, 14])
    expect(stderr).toMatch(said)
    expect(stderr).toMatch(/^error: [^\n]+\n hint: [^\n]+\n$/)
  }
  await expect(stat(marker)).rejects.toThrow('ENOENT')
})
