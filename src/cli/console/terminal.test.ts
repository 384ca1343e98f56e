import { describe, expect, test } from 'vitest'
import { Terminal, type Output } from './terminal'

class Recorder implements Output {
  text = ''
  constructor(
    readonly isTTY: boolean,
    readonly columns = 20
  ) {}

  write(data: string | Uint8Array): void {
    this.text += Buffer.from(data).toString()
  }
}

describe('Terminal', () => {
  test('data goes to stdout, messages to stderr', () => {
    const [out, err] = [new Recorder(false), new Recorder(false)]
    const terminal = new Terminal(out, err, {})
    terminal.print('data')
    terminal.printJson({ a: 1 })
    terminal.say('message')
    terminal.showProgress('50 %')
    expect(out.text).toBe('data\n{\n  "a": 1\n}\n')
    expect(err.text).toBe('message\n')
  })

  test('progress is cut to the width, redrawn after lines and taken away', () => {
    const [out, err] = [new Recorder(true), new Recorder(true)]
    const terminal = new Terminal(out, err, {})
    terminal.showProgress('123456789012345678901234567890')
    expect(err.text).toBe('\r\x1b[K1234567890123456789')
    err.text = ''
    terminal.print('data')
    expect(err.text).toBe('\r\x1b[K1234567890123456789')
    err.text = ''
    terminal.showProgress('')
    terminal.print('data')
    expect(err.text).toBe('\r\x1b[K')
  })

  test.each([
    [true, {}, true],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false]
  ])('colours on a terminal (%s) with %o: %s', (isTTY, env, coloured) => {
    const err = new Recorder(isTTY)
    new Terminal(new Recorder(true), err, env).sayError('It broke.', 'Mend it.')
    expect(err.text.includes('\x1b[31m')).toBe(coloured)
    expect(err.text).toContain('It broke.')
    expect(err.text).toContain('Mend it.')
  })
})
