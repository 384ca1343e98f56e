import { expect, test } from 'vitest'
import type { Finding } from '../contract/diagnosis'
import { findVulkan } from './find-vulkan'

interface Machine {
  readonly platform?: string
  /** What `ldconfig -p` prints. */
  readonly listed?: string
  readonly folders?: Readonly<Record<string, readonly string[]>>
  readonly environment?: Readonly<Record<string, string>>
}

const libraries = '/usr/lib/x86_64-linux-gnu'
const listed = `2 libs found\n\tlibvulkan.so.1 (libc6,x86-64) => ${libraries}/libvulkan.so.1\n`
const loader = { [libraries]: ['libvulkan.so.1'] }
const drivers = { '/usr/share/vulkan/icd.d': ['README', 'intel_icd.x86_64.json', 'nvidia_icd.json'] }

const find = ({ platform = 'linux', folders = {}, environment = {}, ...machine }: Machine) =>
  findVulkan({
    platform,
    environment,
    ask: () => Promise.resolve(machine.listed),
    read: () => Promise.resolve(undefined),
    list: (folder) => Promise.resolve(folders[folder] ?? [])
  })

const noLoader = 'The loader (libvulkan.so.1) is not installed.'
const noDriver = 'The loader is installed, but no driver.'

test.each<[string, Machine, Finding['state'], string]>([
  ['loader and drivers', { listed, folders: { ...loader, ...drivers } }, 'ok', 'Drivers: intel, nvidia'],
  ['nothing', {}, 'absent', noLoader],
  ['a loader in no list', { listed: '', folders: { ...loader, ...drivers } }, 'absent', noLoader],
  ['a loader that was deleted since', { listed, folders: drivers }, 'absent', noLoader],
  ['no driver', { listed, folders: { ...loader, '/etc/vulkan/icd.d': ['README'] } }, 'absent', noDriver],
  [
    'chosen drivers that are not there, which take the place of the others',
    { listed, folders: { ...loader, ...drivers }, environment: { VK_DRIVER_FILES: '/gone/swift_icd.json' } },
    'absent',
    noDriver
  ],
  [
    'chosen drivers, one of them gone',
    {
      listed,
      folders: { ...loader, '/here': ['swift_icd.json'], '/more': ['lvp_icd.json'] },
      environment: { VK_ICD_FILENAMES: '/gone/a_icd.json:/here/swift_icd.json:/more' }
    },
    'ok',
    'Drivers: swift, lvp'
  ]
])('%s', async (_, machine, state, detail) => {
  const found = await find(machine)
  expect(found).toMatchObject({ state, detail })
  expect(found?.remedy === undefined).toBe(state === 'ok')
})

test('only Linux is asked', async () => {
  expect(await find({ platform: 'win32', listed })).toBeUndefined()
})
