import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { cacheFolder } from '../../scripts/test-setup/cache-folder.mjs'
import { tensorflowFromWheel } from '../../scripts/test-setup/tensorflow-from-wheel.mjs'
import { LabError } from '../../src/core/base/lab-error'
import { TensorflowService } from '../../src/lab/tensorflow/tensorflow-service'
import { verifyInTrainer } from '../../src/lab/tensorflow/verify-in-trainer'
import { buildTrainer } from '../lab/build-trainer'

/** What the tests with a real TensorFlow need. */
export interface PreparedTensorflow {
  /** A folder of Python packages with `tensorflow` in it. */
  readonly packages: string
  /** A binding that was built for it. */
  readonly binding: string
  readonly trainerFile: string
}

/** Why it cannot be had on this machine, and the command that would help. */
export interface MissingTensorflow {
  readonly reason: string
  readonly remedy: string
}

declare module 'vitest' {
  interface ProvidedContext {
    tensorflow: PreparedTensorflow | MissingTensorflow
  }
}

/** Once for all files: TensorFlow's library, the binding built for it, kept from one run to the next; a trainer. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tenfold-tensorflow-'))
  const prepared = await prepare(folder)
  if ('reason' in prepared) process.stdout.write(`Without TensorFlow: ${prepared.reason}\n`)
  provide('tensorflow', prepared)
  return () => rm(folder, { recursive: true, force: true })
}

async function prepare(folder: string): Promise<PreparedTensorflow | MissingTensorflow> {
  const found = tensorflowFromWheel()
  if ('reason' in found) return found
  const { packages } = found
  const { trainerFile } = await buildTrainer(folder)
  const service = await TensorflowService.open({
    folder: path.join(cacheFolder, 'tensorflow'),
    environment: process.env,
    verify: verifyInTrainer(trainerFile)
  })
  try {
    if (service.status().state !== 'ready') await service.install({ kind: 'python', place: packages })
  } catch (thrown) {
    const { message, hint } = LabError.from(thrown)
    return { reason: message, remedy: hint }
  }
  const status = service.status()
  if (status.state !== 'ready') throw new Error(`TensorFlow is ${status.state} after it was set up`)
  return { packages, binding: status.binding, trainerFile }
}
