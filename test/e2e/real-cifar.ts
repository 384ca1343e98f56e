import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder } from '../../scripts/test-setup/cache-folder.mjs'
import { z } from '../../src/core/base/schema'
import { runCommand } from './run-command'

const downloaded = z.object({ state: z.literal('ready'), folder: z.string() })
const failed = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/**
 * CIFAR-10 itself, downloaded by the application once and kept for later runs of the tests.
 * @returns its folder, or why it cannot be had
 */
export async function realCifar(): Promise<{ folder: string } | { unreachable: string }> {
  const dataFolder = path.join(cacheFolder, 'data')
  await mkdir(dataFolder, { recursive: true })
  const { stdout, stderr } = await runCommand(['data', 'download', '--json'], { dataFolder, dataset: 'real' })
  const document: unknown = JSON.parse(stdout)
  const ready = downloaded.safeParse(document)
  if (ready.success) return { folder: ready.data.folder }
  const { error } = failed.parse(document)
  if (error.code === 'offline' || error.code === 'download-failed') return { unreachable: error.message }
  throw new Error(stderr)
}
