import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import { listenForInterruption, type Interruption } from './interruption'

let signals: EventEmitter
let output: EventEmitter
let exits: number[]
let interruption: Interruption
beforeEach(() => {
  signals = new EventEmitter()
  output = new EventEmitter()
  exits = []
  interruption = listen(false)
})

function listen(ignoresHangUp: boolean): Interruption {
  return listenForInterruption(signals, [output], { ignoresHangUp, exit: (code) => exits.push(code) })
}

describe('interruption', () => {
  test('work that is not interrupted is as it was', async () => {
    interruption.throwIfInterrupted()
    await expect(interruption.unlessInterrupted(Promise.resolve(7))).resolves.toBe(7)
    await expect(interruption.unlessInterrupted(Promise.reject(new Error('own')))).rejects.toThrow('own')
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['disconnect', 143]
  ])('%s gives up with %i; Ctrl-C after it ends at once', async (name, exitCode) => {
    const work = interruption.unlessInterrupted(new Promise(() => undefined))
    signals.emit(name)
    await expect(work).rejects.toMatchObject({ name: 'InterruptedError', exitCode })
    await expect(interruption.unlessInterrupted(Promise.resolve())).rejects.toMatchObject({ exitCode })
    for (const again of ['SIGTERM', 'SIGHUP', 'disconnect']) signals.emit(again)
    expect(exits).toEqual([])
    signals.emit('SIGINT')
    expect(exits).toEqual([130])
  })

  test('a hang-up that is to be ignored changes nothing', () => {
    signals = new EventEmitter()
    interruption = listen(true)
    signals.emit('SIGHUP')
    interruption.throwIfInterrupted()
    signals.emit('SIGTERM')
    expect(() => interruption.throwIfInterrupted()).toThrow(expect.objectContaining({ exitCode: 143 }))
  })

  test('a closed pipe counts once', () => {
    output.emit('error', new Error('EPIPE'))
    output.emit('error', new Error('EPIPE'))
    expect(() => interruption.throwIfInterrupted()).toThrow(expect.objectContaining({ exitCode: 141 }))
    expect(exits).toEqual([])
  })
})
