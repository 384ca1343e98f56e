import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { lessonModel } from '../../../core/model/lesson-model'
import type { RunConfig } from '../../../core/settings/run-config'
import { addLayer } from '../model/edits/add-layer'
import { removeLayer } from '../model/edits/remove-layer'
import { replaceLayer } from '../model/edits/replace-layer'
import { ModelEditor } from './model-editor.svelte'
import { TrainingForm } from '../settings/training-form.svelte'

const units = (count: number) => replaceLayer(lessonModel, 7, { type: 'dense', name: 'fc1', units: count })

function setUp() {
  const kept: RunConfig[] = []
  const form = new TrainingForm(
    (config) => kept.push(config),
    () => lessonDataset
  )
  return { form, editor: new ModelEditor(form), kept }
}

describe('ModelEditor', () => {
  test('what is edited is what trains next', () => {
    const { form, editor, kept } = setUp()
    editor.edit(units(64))
    expect(form.config?.model).toEqual(units(64))
    expect(form.changed).toEqual(['network'])
    expect(kept).toHaveLength(1)
  })

  test('undo and redo', () => {
    const { form, editor } = setUp()
    const wider = units(64)
    const deeper = addLayer(wider, 0, 'conv2d').model
    editor.edit(wider)
    editor.edit(deeper)
    editor.undo()
    expect(form.model).toEqual(wider)
    editor.undo()
    expect(form.model).toEqual(lessonModel)
    expect(editor.canUndo).toBe(false)
    editor.redo()
    editor.redo()
    expect(form.model).toEqual(deeper)
    expect(editor.canRedo).toBe(false)
  })

  test('the digits of one number are one step; another edit closes the way forward', () => {
    const { form, editor } = setUp()
    editor.edit(units(6), 'fc1')
    editor.edit(units(64), 'fc1')
    editor.undo()
    expect(form.model).toEqual(lessonModel)
    editor.edit(units(32))
    expect(editor.canRedo).toBe(false)
  })

  test('a network that does not fit trains nothing, and is not kept', () => {
    const { form, editor, kept } = setUp()
    editor.edit(removeLayer(lessonModel, 6).model)
    expect(form.modelProblem).toMatchObject({ index: 6 })
    expect(form.config).toBeUndefined()
    expect(kept).toEqual([])
    form.set('epochs', '3')
    expect(kept.at(-1)).toMatchObject({ epochs: 3, model: lessonModel })
    editor.undo()
    expect(form.config).toMatchObject({ epochs: 3, model: lessonModel })
  })

  test('the form’s reset brings the lesson’s network back', () => {
    const { form, editor } = setUp()
    editor.edit(units(64))
    form.reset()
    expect(form.model).toEqual(lessonModel)
    expect(form.changed).toEqual([])
  })
})
