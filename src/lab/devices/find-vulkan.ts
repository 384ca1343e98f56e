import path from 'node:path'
import type { Finding } from '../contract/diagnosis'
import { loaderLibraries } from './loader-libraries'
import type { Surroundings } from './surroundings'

/** Where Linux' Vulkan loader looks for drivers, unless it is told which to take. */
const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']

/** The Vulkan loader and its drivers, both of which WebGPU needs on Linux; undefined elsewhere. */
export async function findVulkan(surroundings: Surroundings): Promise<Finding | undefined> {
  if (surroundings.platform !== 'linux') return undefined
  const finding = { id: 'vulkan', title: 'Vulkan' } as const
  const [loader, drivers] = await Promise.all([hasLoader(surroundings), findDrivers(surroundings)])
  if (loader && drivers.length > 0) {
    const names = drivers.map((name) => name.replace(/(?:_icd.*)?\.json$/, ''))
    return { ...finding, state: 'ok', detail: `Drivers: ${names.join(', ')}` }
  }
  return {
    ...finding,
    state: 'absent',
    detail: loader
      ? 'The loader is installed, but no driver.'
      : 'The loader (libvulkan.so.1) is not installed.',
    remedy:
      'WebGPU needs it to use the graphics card. Debian, Ubuntu: install libvulkan1 and the card’s driver.'
  }
}

/** The system's list also has libraries that were deleted since it was made. */
async function hasLoader(surroundings: Surroundings): Promise<boolean> {
  const listed = (await loaderLibraries(surroundings)) ?? ''
  const places = [...listed.matchAll(/^\s*libvulkan\.so\.1 .*=> (.+)$/gm)].flatMap(([, place]) => place ?? [])
  const there = await Promise.all(places.map((place) => named(place, surroundings)))
  return there.flat().length > 0
}

/** Names of the files that describe drivers. */
async function findDrivers(surroundings: Surroundings): Promise<string[]> {
  const { environment, list } = surroundings
  const chosen = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'] ?? ''
  // What is chosen takes the place of all others. Each is a file, or a folder of them.
  const found = await Promise.all(
    chosen === ''
      ? driverFolders.map((folder) => list(folder))
      : chosen.split(':').map((place) => (isDescription(place) ? named(place, surroundings) : list(place)))
  )
  return found.flat().filter(isDescription)
}

const isDescription = (file: string): boolean => file.endsWith('.json')

/** The name of a file, if it is there. */
async function named(file: string, { list }: Surroundings): Promise<string[]> {
  return (await list(path.dirname(file))).filter((name) => name === path.basename(file))
}
