import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { LabError } from '../../../core/base/lab-error'
import type { MethodInput } from '../../../lab/contract/contract'
import type { ExaminedNetwork } from '../../../lab/contract/weights-fit'
import { LoadingNetwork } from './loading-network.svelte'
import { told, weightsFile } from './told-for-tests'

const range = (low: number, high: number): [number, number] => [low, high]
const files = [{ name: 'net.onnx', content: '' }]
const other = { ...lessonDataset, id: 'other', name: 'Other', classes: ['a', 'b'] }
const whole = (change: Partial<typeof told> = {}): ExaminedNetwork => ({
  kind: 'whole',
  told: { ...told, ...change },
  remembered: null
})

function dialog(examined: ExaminedNetwork, load: () => Promise<void> = () => Promise.resolve()) {
  const loaded: MethodInput<'loadCheckpoint'>[] = []
  const asked: string[] = []
  const loading = new LoadingNetwork({
    examine: ({ dataset }) => {
      asked.push(dataset)
      return Promise.resolve(examined)
    },
    load: async (what) => {
      await load()
      loaded.push(what)
    },
    dataset: (id) => [lessonDataset, other].find((one) => one.id === id)
  })
  return { loading, loaded, asked }
}

describe('is loaded at once', () => {
  test('where the name says that it is Tenfold’s own', async () => {
    const { loading, loaded, asked } = dialog(whole())
    const own = [{ name: 'run-1.tenfold.json', content: '' }]
    await loading.begin(own, lessonDataset)
    expect([loading.open, asked, loaded]).toEqual([false, [], [{ files: own, dataset: lessonDataset.id }]])
  })

  test('where the file says everything', async () => {
    const said = { pixelsFrom: 'file', classes: lessonDataset.classes, asksChannels: false } as const
    const { loading, loaded } = dialog(whole(said))
    await loading.begin(files, lessonDataset)
    expect([loading.open, loaded]).toEqual([false, [{ files, dataset: lessonDataset.id }]])
  })

  test('where it fits no data set here, to be refused by the lab', async () => {
    const { loading, loaded } = dialog(whole({ misfit: { message: 'No.', datasets: [] } }))
    await loading.begin(files, lessonDataset)
    expect([loading.open, loaded.length]).toEqual([false, 1])
  })
})

test('what the file leaves open is asked, with likely answers, and goes with it', async () => {
  const { loading, loaded } = dialog(whole())
  await loading.begin(files, lessonDataset)
  const { answering } = loading
  expect([answering.scale, answering.channels]).toEqual(['signed', 'rgb'])
  expect(answering.why).toMatch(/PyTorch/)
  answering.chooseScale('unit')
  answering.chooseChannels('bgr')
  expect(answering.why).toBeUndefined()
  await loading.accept()
  const answers = { pixels: [0, 1], channels: 'bgr', classes: lessonDataset.classes }
  expect(loaded).toEqual([{ files, dataset: lessonDataset.id, answers }])
  expect(loading.open).toBe(false)
})

test('what it says is not asked', async () => {
  const { loading, loaded } = dialog(
    whole({ pixelsFrom: 'file', inputShape: [28, 28, 1], asksChannels: false })
  )
  await loading.begin(files, lessonDataset)
  expect(loading.answering.asksPixels).toBe(false)
  await loading.accept()
  expect(loaded[0]?.answers).toEqual({ classes: lessonDataset.classes })
})

test('begins with the last answers for the same file', async () => {
  const names = [...lessonDataset.classes].reverse()
  const remembered = { pixels: range(0, 7), channels: 'bgr' as const, classes: names }
  const { loading, loaded } = dialog({ kind: 'whole', told, remembered })
  await loading.begin(files, lessonDataset)
  const { answering } = loading
  expect([answering.scales[0]?.text, answering.scale, answering.names]).toEqual(['0 to 7', 'known', 'moved'])
  expect(answering.why).toMatch(/last loaded/)
  await loading.accept()
  expect(loaded[0]?.answers).toEqual(remembered)
})

test('Keras’s files probably take pixels from 0 to 1', async () => {
  const { loading } = dialog(whole({ file: 'net.keras' }))
  await loading.begin([{ name: 'net.zip', content: '' }], lessonDataset)
  expect(loading.answering.scale).toBe('unit')
})

test('names have to be as many as the scores, each once', async () => {
  const { loading } = dialog(whole({ scores: 2 }))
  await loading.begin(files, lessonDataset)
  const { answering } = loading
  expect([answering.classes, loading.ready]).toEqual(['', false])
  expect(answering.classesProblem).toBe('There are 0 names, but the network has 2 classes.')
  answering.writeClasses('cat\r\n cat \n\n')
  expect(answering.classesProblem).toBe('“cat” is there twice.')
  answering.writeClasses('cat\ndog')
  expect([answering.classesProblem, answering.names, loading.ready]).toEqual([undefined, 'other', true])
})

test('a network for other images is offered the data sets that it fits', async () => {
  const misfit = { message: 'No.', datasets: [{ id: 'other', name: 'Other' }] }
  const { loading, asked } = dialog(whole({ scores: 2, misfit }))
  await loading.begin(files, lessonDataset)
  expect([loading.open, loading.ready]).toEqual([true, false])
  await loading.useDataset('other')
  expect(asked).toEqual([lessonDataset.id, 'other'])
  expect([loading.dataset?.id, loading.answering.classes]).toEqual(['other', 'a\nb'])
})

test('weights alone take the pixels of the network that they are put into', async () => {
  const network = { ...told, pixels: range(0, 255), pixelsFrom: 'network' as const }
  const { loading, loaded } = dialog(
    weightsFile({
      tensors: [{ name: 'a', shape: [2] }],
      networks: [
        {
          id: 'run-1',
          name: 'Run #1',
          told: network,
          complete: true,
          parameters: [{ name: 'a', shape: [2], tensor: 0, by: 'name' }]
        },
        { id: 'wider', name: 'Wider', told: network, complete: false, parameters: [] }
      ]
    })
  )
  await loading.begin([{ name: 'net.pth', content: '' }], lessonDataset)
  expect([loading.answering.scale, loading.answering.why]).toEqual(['bytes', '“Run #1” takes these.'])
  loading.answering.writeClasses(lessonDataset.classes.join('\n').toUpperCase())
  loading.chooseNetwork('wider')
  expect(loading.answering.classes).toContain('SHIP')
  loading.chooseNetwork('run-1')
  await loading.accept()
  expect(loaded[0]?.fit).toEqual({ network: 'run-1', tensors: [0] })
})

test('says what the lab refuses, and stays open', async () => {
  const refusal = new LabError('invalid-input', 'No.', 'Choose another.')
  const { loading } = dialog(whole(), () => Promise.reject(refusal))
  await loading.begin(files, lessonDataset)
  await loading.accept()
  expect([loading.problem?.message, loading.busy, loading.open]).toEqual(['No.', false, true])
})

test('names in labels.txt are the answer that it begins with', async () => {
  const labels = [...lessonDataset.classes].reverse()
  const { loading } = dialog(whole({ labels }))
  await loading.begin([{ name: 'labels.txt', content: '' }, ...files], lessonDataset)
  expect([loading.fileName, loading.answering.names]).toEqual(['net.onnx', 'moved'])
  expect(loading.answering.classes).toBe(labels.join('\n'))
})

test('layers that are left out are told of, even where nothing is asked', async () => {
  const said = { pixelsFrom: 'file', classes: lessonDataset.classes, asksChannels: false } as const
  const { loading, loaded } = dialog(whole({ ...said, leftOut: ['RandomFlip'] }))
  await loading.begin(files, lessonDataset)
  expect([loading.open, loading.ready, loaded]).toEqual([true, true, []])
  await loading.accept()
  expect(loaded).toEqual([{ files, dataset: lessonDataset.id, answers: {} }])
})
