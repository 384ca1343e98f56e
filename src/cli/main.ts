import path from 'node:path'
import { version } from '../../package.json'
import { readNetworkApart } from '../lab/exchange/apart/read-network-apart'
import { openLab } from '../lab/open-lab'
import { SettingsFile } from '../lab/settings/settings-file'
import { dataFolder } from '../lab/storage/data-folder'
import { askOn } from './console/ask'
import { listenForInterruption } from './console/interruption'
import { runCommandLine } from './run-command-line'
import { Terminal } from './console/terminal'

// Shared chunks lie in a folder of their own: only an entry knows where the build is.
const outFolder = path.dirname(__dirname)

const context = {
  terminal: new Terminal(process.stdout, process.stderr, process.env),
  interruption: listenForInterruption(process, [process.stdout, process.stderr], {
    // Node itself forgets at its start that the signal was to be ignored.
    ignoresHangUp: path.basename(process.env['_'] ?? '') === 'nohup',
    exit: (code) => process.exit(code)
  }),
  ask: askOn(process.stdin, process.stderr),
  outFolder,
  openLab: (kind: 'desktop' | 'browser' | 'terminal', folders?: readonly string[]) => {
    const folder = dataFolder(process.env)
    const decoderFile = path.join(outFolder, 'main', 'decoder.cjs')
    return openLab({
      kind,
      version,
      dataFolder: folder,
      folders,
      trainerFile: path.join(outFolder, 'main', 'trainer.cjs'),
      decoderFile,
      readNetwork: readNetworkApart(decoderFile),
      pageFolder: path.join(outFolder, 'page'),
      settings: new SettingsFile(path.join(folder, 'settings.json'))
    })
  }
}

// The channel to the process that started this one tells of its end, and keeps no command from ending.
process.channel?.unref()

void runCommandLine(context, process.argv.slice(2), version).then((code) => {
  process.exitCode = code
})
