import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { optimizerTypes } from '../../core/optimizers/optimizer-kinds'
import { flagOf } from '../../core/settings/flag-of'
import { fieldNames, fields } from '../../core/settings/settings'
import { forkOptions, parseConfigOptions, settingOptions, studyOptions } from './train-options'

function command(options = settingOptions()): Command {
  const train = new Command('train').exitOverride().configureOutput({ writeErr: () => undefined })
  for (const option of options) train.addOption(option)
  return train
}

const parse = (...words: string[]): unknown =>
  parseConfigOptions(command().parse(words, { from: 'user' }).opts())

describe('the options of train', () => {
  test.each(fieldNames)('%s has one', (name) => {
    const { form } = fields[name]
    const flag = flagOf(name)
    if (form.kind === 'switch') {
      expect(parse(flag)).toEqual({ [name]: true })
      expect(parse(flag.replace('--', '--no-'))).toEqual({ [name]: false })
    } else {
      const value = form.kind === 'choice' ? form.choices.map((choice) => choice.value).join() : '7'
      const [first = ''] = value.split(',')
      expect(parse(flag, first)).toEqual({ [name]: first })
    }
    expect(command().helpInformation()).toContain(flag)
  })

  test('nothing given is nothing set', () => expect(parse()).toEqual({}))

  test.each([...fieldNames.map(flagOf), '--network'])('the documentation has %s', async (flag) => {
    const page = await readFile('docs/command-line.md', 'utf8')
    expect(page).toContain(`\`${flag}\``)
  })

  test('a choice that there is not is refused with those that there are', () => {
    expect(() => parse('--optimizer', 'newton')).toThrow(optimizerTypes.join(', '))
  })

  test('the help says whose knob it is, and what the lesson has', () => {
    const help = command().helpInformation().replaceAll(/\s+/g, ' ')
    expect(help).toContain('share of the last step that is kept (sgd, muon; default: 0.9)')
    expect(help).toContain('share of the mean slope that is kept (adam, adamw)')
    expect(help).toContain('images in a mini-batch (default: 4)')
    expect(help).toContain('lesson, wider, modern')
  })
})

test('the help of a study leaves out what its runs do not take', () => {
  const help = command(studyOptions()).helpInformation().replaceAll(/\s+/g, ' ')
  expect(help).toContain('--batch-size')
  expect(help).toContain('compute threads of each run (default: 1)')
  expect(help).not.toMatch(/--seed|--workers/)
})

test('the help of a fork leaves out what it keeps', () => {
  const help = command(forkOptions()).helpInformation().replaceAll(/\s+/g, ' ')
  expect(help).toContain('--epochs')
  expect(help).not.toMatch(/--seed|--batch-size|--validation-split|--train-images|lesson, wider/)
})
