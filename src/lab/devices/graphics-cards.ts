import path from 'node:path'
import type { Surroundings } from './surroundings'

const vendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' }
const folder = '/sys/class/drm'
const pci = '/sys/bus/pci/devices'
const isCard = (name: string): boolean => /^card\d+$/.test(name)
/** PCI classes of what draws or computes: VGA, XGA, 3D and other display controllers. */
const displayClass = '0x03'

/**
 * Whether the machine has something that draws or computes, of whatever vendor.
 * @returns undefined where that cannot be told: Linux alone lists its devices
 */
export async function hasGraphicsCard(surroundings: Surroundings): Promise<boolean | undefined> {
  const { platform, read, list, ask } = surroundings
  if (platform !== 'linux') return undefined
  const devices = await list(pci)
  const kinds = await Promise.all(devices.map((device) => read(path.join(pci, device, 'class'))))
  if (kinds.some((kind) => kind?.startsWith(displayClass) === true)) return true
  if ((await list(folder)).some(isCard)) return true
  // A container may show no devices at all, and WSL 2 shows its card only here.
  if (devices.length === 0 || (await list('/dev')).includes('dxg')) return undefined
  return (await ask('nvidia-smi', ['-L'])) !== undefined
}

/** Vendors of the graphics cards that Linux lists, with a driver or without: NVIDIA's compute cards draw nothing. */
export async function graphicsVendors({ platform, read, list }: Surroundings): Promise<string[]> {
  if (platform !== 'linux') return []
  const onBus = await Promise.all(
    (await list(pci)).map(async (device) => {
      const kind = await read(path.join(pci, device, 'class'))
      return kind?.startsWith(displayClass) === true
        ? await read(path.join(pci, device, 'vendor'))
        : undefined
    })
  )
  const cards = (await list(folder)).filter(isCard)
  const drawing = await Promise.all(cards.map((card) => read(path.join(folder, card, 'device', 'vendor'))))
  const found = [...onBus, ...drawing].flatMap((id) => (id === undefined ? [] : (vendors[id.trim()] ?? [])))
  return [...new Set(found)]
}
