import { describe, expect, test } from 'vitest'
import { lessonModel } from '../../core/lesson-model'
import type { ModelSpec } from '../../core/model-spec'
import { checkModel } from '../state/check-model'
import { addLayer, replaceLayer } from '../state/edit-model'
import { modelPresets } from '../state/model-presets'
import { networkCode } from './network-code'

const linesOf = (model: ModelSpec) => networkCode(checkModel(model, 10).shapes, model.layers)
const text = (model: ModelSpec): string =>
  linesOf(model)
    .map(({ parts }) => parts.map((part) => part.text).join(''))
    .join('\n')

describe('the network as PyTorch code', () => {
  test('the lesson’s, with its own names', () => {
    const code = text(lessonModel)
    expect(code).toContain('self.conv1 = nn.Conv2d(3, 6, 5)')
    expect(code).toContain('self.conv2 = nn.Conv2d(6, 16, 5)')
    expect(code).toContain('self.pool1 = nn.MaxPool2d(2, 2)')
    expect(code).toContain('self.fc1 = nn.Linear(400, 120)')
    expect(code).toContain('self.fc3 = nn.Linear(84, 10)')
    expect(code).toContain('x = torch.flatten(x, 1)')
  })

  test('strides, padding and a kernel that is not square', () => {
    const code = text(
      replaceLayer(lessonModel, 0, {
        type: 'conv2d',
        name: 'conv1',
        filters: 6,
        kernelSize: [5, 2],
        strides: [2, 1],
        padding: [1, 0]
      })
    )
    expect(code.replaceAll(/\s+/g, ' ')).toContain('nn.Conv2d( 3, 6, (5, 2), stride=(2, 1), padding=(1, 0))')
  })

  test('normalisation over channels before the flatten layer, over features behind it', () => {
    const flat = addLayer(lessonModel, 8, 'batchNorm').model
    expect(text(flat)).toContain('nn.BatchNorm1d(120)')
    expect(text(addLayer(lessonModel, 1, 'batchNorm').model)).toContain('nn.BatchNorm2d(6)')
  })

  test('each layer has a line', () => {
    const links = linesOf(lessonModel).map(({ link }) => link)
    for (const { name } of lessonModel.layers) expect(links).toContain(`layer:${name}`)
  })

  test('it stops where the sizes stop fitting', () => {
    const model = replaceLayer(lessonModel, 2, {
      type: 'maxPool2d',
      name: 'pool1',
      poolSize: [40, 40],
      strides: [2, 2]
    })
    expect(text(model)).toContain('# pool1 does not fit here')
    expect(text(model)).not.toContain('conv2')
  })

  test('lines fit into the guide', () => {
    for (const { model } of modelPresets) {
      for (const line of text(model).split('\n')) expect(line.length, line).toBeLessThanOrEqual(36)
    }
  })
})
