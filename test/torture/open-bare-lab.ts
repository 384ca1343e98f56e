import type { LabService } from '../../src/lab/contract/host'
import { defaultSettings } from '../../src/lab/contract/workbench-settings'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { openLab } from '../../src/lab/open-lab'

/** A lab that neither trains nor keeps settings. @param decoderFile the built decoder/main.ts */
export function openBareLab(dataFolder: string, decoderFile: string): Promise<LabService> {
  return openLab({
    kind: 'terminal',
    version: '0.0.0-test',
    dataFolder,
    trainerFile: 'no trainer.cjs',
    decoderFile,
    readNetwork: readNetworkFile,
    pageFolder: 'no page',
    settings: {
      load: () => Promise.resolve({ settings: defaultSettings }),
      change: () => Promise.resolve()
    }
  })
}
