import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { expectRefused } from './expect-refused'
import { failureOf } from './failure-of'
import { bytesOf, call, int, name, proto, text } from './pickle-bytes'

const mark = '/tmp/tenfold-pth-was-here'
const touch = text(`touch ${mark}`)

/** [what the pickle holds, what is said of it] */
const hostile: Readonly<Record<string, readonly [pickle: string, message: string]>> = {
  'os.system': [call(name('os', 'system'), touch), 'asks to run os.system. Tenfold runs nothing'],
  'posix.system': [call(name('posix', 'system'), touch), 'asks to run posix.system'],
  'builtins.eval by STACK_GLOBAL': [`${text('builtins')}${text('eval')}\x93`, 'asks to run builtins.eval'],
  '__builtin__.exec': [name('__builtin__', 'exec'), 'asks to run __builtin__.exec'],
  'subprocess.Popen': [call(name('subprocess', 'Popen'), touch), 'asks to run subprocess.Popen'],
  'os.system by INST': [`(${touch}ios\nsystem\n`, 'asks to run os.system'],
  'a getattr chain': [name('torch.serialization', 'os.system'), 'asks to run torch.serialization.os.system'],
  'torch.load in itself': [call(name('torch', 'load'), text('/etc/passwd')), 'asks to run torch.load'],
  'torch.hub.load': [call(name('torch.hub', 'load'), text('evil/repo')), 'asks to run torch.hub.load'],
  'torch.jit.load': [name('torch.jit', 'load'), 'holds a program for TorchScript (torch.jit.load)'],
  'a nested file': [name('torch.storage', '_load_from_bytes'), 'holds another file inside itself'],
  'a network': [name('__main__', 'Net'), 'an object of the class __main__.Net, such as a whole network'],
  'a name with control characters': [`cos\x1b[2J\u0085\nsystem\n`, 'asks to run os�[2J�.system'],
  'a name of 100 kB': [`c${'os'.repeat(50_000)}\nx\n`, '…'],
  'a global without a name': [`K\x01${text('x')}\x93`, 'asks to run something without a name'],
  NEWOBJ: [`${name('torch', 'Tensor')})\x81`, 'the instruction NEWOBJ, which no checkpoint needs'],
  NEWOBJ_EX: [`${name('torch', 'Tensor')})}\x92`, 'the instruction NEWOBJ_EX'],
  EXT1: ['\x82\x01', 'the instruction EXT1'],
  PERSID: ['Pevil\n', 'the instruction PERSID'],
  'an unknown instruction': ['\xff', 'the unknown instruction 0xff'],
  'a class that is called': [
    call(name('torch', 'FloatStorage'), int(1)),
    'calls torch.FloatStorage, which is no function'
  ],
  'a text that is called': [call(text('x'), int(1)), 'calls a text with a tuple']
}

test.each(Object.entries(hostile))('%s', (_, [pickle, message]) => expectRefused(pickle, message))

test('the same without a zip archive around it', () => {
  const error = failureOf(() =>
    decodePth(bytesOf(`${proto}${call(name('os', 'system'), touch)}.`), 'net.pth')
  )
  expect(error.message).toContain('asks to run os.system')
})

test('none of them has run anything', () => {
  expect(existsSync(mark)).toBe(false)
})
