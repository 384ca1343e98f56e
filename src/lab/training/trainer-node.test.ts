import { afterEach, expect, test, vi } from 'vitest'
import { nodeFlags, trainerNode } from './trainer-node'

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

test('relaxed SIMD is asked for where Node knows the flag and needs it', () => {
  expect(nodeFlags('16.17.1')).toHaveLength(1)
  expect(nodeFlags('22.9.0')).toHaveLength(1)
  expect(nodeFlags('24.0.0')).toEqual([])
  expect(nodeFlags('14.0.0')).toEqual([])
})
