import path from 'node:path'
import type { Surroundings } from './surroundings'

const vendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' }
const folder = '/sys/class/drm'
/** PCI classes of what draws or computes: VGA, XGA, 3D and other display controllers. */
const displayClass = '0x03'

/** Vendors of the graphics cards that Linux lists, with a driver or without: NVIDIA's compute cards draw nothing. */
export async function graphicsVendors({ platform, read, list }: Surroundings): Promise<string[]> {
  if (platform !== 'linux') return []
  const pci = '/sys/bus/pci/devices'
  const onBus = await Promise.all(
    (await list(pci)).map(async (device) => {
      const kind = await read(path.join(pci, device, 'class'))
      return kind?.startsWith(displayClass) === true
        ? await read(path.join(pci, device, 'vendor'))
        : undefined
    })
  )
  const cards = (await list(folder)).filter((name) => /^card\d+$/.test(name))
  const drawing = await Promise.all(cards.map((card) => read(path.join(folder, card, 'device', 'vendor'))))
  const found = [...onBus, ...drawing].flatMap((id) => (id === undefined ? [] : (vendors[id.trim()] ?? [])))
  return [...new Set(found)]
}
