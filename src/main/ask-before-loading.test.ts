import { expect, test } from 'vitest'
import type { TensorflowSource } from '../lab/contract/tensorflow-status'
import type { LabService } from '../lab/contract/host'
import { FakeLabService } from '../server/fake-lab-service'
import { askBeforeLoading } from './ask-before-loading'

function guarded(consent: boolean): {
  readonly service: LabService
  readonly asked: string[]
  readonly installed: TensorflowSource[]
} {
  const asked: string[] = []
  const installed: TensorflowSource[] = []
  const lab = new FakeLabService({
    installTensorflow: ({ source }) => {
      installed.push(source)
      return Promise.resolve({})
    }
  })
  const service = askBeforeLoading(lab, (path) => {
    asked.push(path)
    return Promise.resolve(consent)
  })
  return { service, asked, installed }
}

const chosen: readonly TensorflowSource[] = [
  { kind: 'file', path: '/opt/x/tfjs_binding.node' },
  { kind: 'python', place: '/opt/python' }
]

test.each(chosen)('code of a place that was chosen is run with consent alone: $kind', async (source) => {
  const refused = guarded(false)
  await expect(refused.service.lab.installTensorflow({ source })).rejects.toMatchObject({ code: 'cancelled' })
  expect(refused.installed).toEqual([])
  expect(refused.asked).toHaveLength(1)

  const allowed = guarded(true)
  await allowed.service.lab.installTensorflow({ source })
  expect(allowed.installed).toEqual([source])
  expect(allowed.asked).toHaveLength(1)
})

test('what Tenfold finds by itself is not asked about', async () => {
  const { service, asked, installed } = guarded(false)
  await service.lab.installTensorflow({ source: { kind: 'package', device: 'cpu' } })
  await service.lab.installTensorflow({ source: { kind: 'python' } })
  expect(asked).toEqual([])
  expect(installed).toHaveLength(2)
})
