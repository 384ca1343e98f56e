import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askOn } from './ask'

const terminal = (): PassThrough & { readonly isTTY: true } =>
  Object.assign(new PassThrough(), { isTTY: true as const })
const never = new AbortController().signal

test.each([
  ['y', true],
  ['Yes ', true],
  ['', false],
  ['n', false],
  ['yesterday', false]
])('%j is a yes: %s', async (answer, yes) => {
  const [input, output] = [terminal(), terminal()]
  const asked = askOn(input, output)?.('Remove \u001b[2J?', never)
  input.write(`${answer}\n`)
  expect(await asked).toBe(yes)
  expect(String(output.read())).toBe('Remove \\u001b[2J? [y/N] ')
})

test('the end of the input and an interruption are a no', async () => {
  const input = terminal()
  const ended = askOn(input, terminal())?.('Remove?', never)
  input.end()
  expect(await ended).toBe(false)
  const [waiting, output, interruption] = [terminal(), terminal(), new AbortController()]
  const interrupted = askOn(waiting, output)?.('Remove?', interruption.signal)
  await once(output, 'readable')
  interruption.abort()
  expect(await interrupted).toBe(false)
})

test('nobody is asked where there is no terminal', () => {
  expect(askOn(new PassThrough(), terminal())).toBeUndefined()
  expect(askOn(terminal(), new PassThrough())).toBeUndefined()
})
