import { spawn } from 'node:child_process'
import { commandLine } from './command-line'

/** The workbench over HTTP, as `npm start -- serve` starts it, on any free port. */
export function startServer(root: string, dataFolder: string): Promise<{ address: string; end: () => void }> {
  const { file, args, cwd } = commandLine(root, 'serve', '--port', '0')
  const server = spawn(file, args, { cwd, env: { ...process.env, TENFOLD_DATA: dataFolder } })
  let output = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+(?=\s)/.exec(output)?.[0]
      if (address !== undefined) resolve({ address, end: () => server.kill('SIGINT') })
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    server.once('exit', () => {
      reject(new Error(`serve ended before it printed an address:\n${output}`))
    })
  })
}
