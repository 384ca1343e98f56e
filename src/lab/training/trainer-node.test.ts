import { afterEach, expect, test, vi } from 'vitest'
import { trainerFlags, trainerNode } from './trainer-node'

afterEach(() => {
  vi.unstubAllGlobals()
})

const plain = { TENFOLD_NODE: process.execPath, TENFOLD_NODE_VERSION: '22.1.0' }

test('outside Electron it is this Node, whatever the environment says', () => {
  expect(trainerNode(plain)).toEqual({
    file: process.execPath,
    version: process.versions.node,
    isElectron: false
  })
})

test('in Electron it is the Node that started the desktop, where there is one', () => {
  vi.stubGlobal('process', { ...process, versions: { ...process.versions, electron: '45.0.0' } })
  expect(trainerNode(plain)).toEqual({ file: process.execPath, version: '22.1.0', isElectron: false })
  expect(trainerNode({})).toMatchObject({ isElectron: true })
  expect(trainerNode({ ...plain, TENFOLD_NODE: '/nowhere/node' })).toMatchObject({ isElectron: true })
})

test('under a limit on address space WebAssembly reserves less, where this Node can do that', () => {
  const flag = '--disable-wasm-trap-handler'
  const limited = 'Max address space         8388608000           8388608000           bytes'
  const known = process.allowedNodeEnvironmentFlags.has(flag)
  expect(trainerFlags(trainerNode(), limited).includes(flag)).toBe(known)
  expect(trainerFlags(trainerNode(), 'Max address space  unlimited  unlimited  bytes')).not.toContain(flag)
  expect(trainerFlags({ ...trainerNode(), file: '/another/node' }, limited)).not.toContain(flag)
})
