import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { allowSoftware } from '../../src/engine/webgpu/adapter'
import { webgpuEngine } from '../../src/engine/webgpu/engine'
import { prepareChromium } from '../../scripts/test-setup/prepare-chromium.mjs'

/** Not among Node's constants: the library stays when Node closes it again (dlopen(3), Linux). */
const keepLoaded = 0x1000

/**
 * Lets the WebGPU engine run on SwiftShader, the software renderer that Chromium carries, in this process and in the
 * training processes that it starts. A Vulkan driver that the environment names goes first, so that the same tests run
 * on a real graphics card.
 * @returns why there is none
 */
export async function prepareSoftwareRenderer(): Promise<string | undefined> {
  process.env[allowSoftware] = '1'
  if (process.env['VK_DRIVER_FILES'] === undefined) {
    const chromium = prepareChromium()
    if ('reason' in chromium) return chromium.reason
    const folder = path.dirname(chromium.executable)
    process.env['VK_DRIVER_FILES'] = path.join(folder, 'vk_swiftshader_icd.json')
    loadLibrary(path.join(folder, 'libvulkan.so.1'))
    // A process reads this when it starts: too late for this one, in time for those that it starts.
    process.env['LD_LIBRARY_PATH'] = [folder, process.env['LD_LIBRARY_PATH'] ?? '']
      .filter((part) => part !== '')
      .join(path.delimiter)
  }
  const found = await webgpuEngine.probe()
  return found.available ? undefined : found.reason
}

/** So that Dawn finds it by name, where the system has none. */
function loadLibrary(file: string): void {
  if (!existsSync(file)) return
  try {
    process.dlopen({ exports: {} }, file, constants.dlopen.RTLD_NOW | keepLoaded)
  } catch (thrown) {
    // It is loaded by now, and no addon of Node.
    if (!(thrown instanceof Error) || !thrown.message.includes('did not self-register')) throw thrown
  }
}
