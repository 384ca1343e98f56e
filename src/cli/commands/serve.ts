import { Command } from 'commander'
import path from 'node:path'
import { parseInput } from '../../core/parse-input'
import { labLink } from '../../core/lab-file'
import { readWholeNumber } from '../../core/read-number'
import { z } from '../../core/schema'
import { serveWorkbench } from '../../server/serve-workbench'
import { readLabFile } from '../read-lab-file'
import { withSession, type CommandContext } from '../session'
import { jsonFlag, jsonOption } from './json-option'

const portRange = '--port must be a whole number from 0 to 65,535'
const serveOptions = jsonFlag.extend({
  port: z.string().transform(readWholeNumber).pipe(z.int(portRange).min(0, portRange).max(65_535, portRange)),
  hostName: z
    .array(z.string().regex(/^[a-z0-9.-]+$/i, '--host-name takes a name without scheme and port'))
    .default([]),
  lab: z.string().optional()
})

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .description('Serve the workbench to a browser on this machine.')
    .option('--port <n>', 'to listen on, on loopback; 0 takes one that is free', '0')
    .option(
      '--host-name <name...>',
      'further names under which a proxy or a port forwarder presents this server'
    )
    .option('--lab <file>', 'open a teacher’s .tenfold-lab.json in the workbench')
    .addOption(jsonOption('the address'))
    .addHelpText(
      'after',
      `
The address printed on stdout carries a token without which nothing is answered; treat it like a password.
From another machine, forward the port: ssh -L 8321:localhost:8321 ..., with --port 8321.
Ctrl-C ends the server; a training under way keeps a checkpoint.`
    )
    .action(async (options: unknown) => {
      const { port, hostName, json, lab: labPath } = parseInput(serveOptions, options, 'The command')
      const fragment = labPath === undefined ? '' : labLink(await readLabFile(labPath))
      await withSession(
        context,
        { json, kind: 'browser' },
        async ({ service, terminal, interruption, outFolder }) => {
          const server = await serveWorkbench({
            service,
            rendererFolder: path.join(outFolder, 'renderer'),
            port,
            hostNames: hostName.map((name) => name.toLowerCase())
          })
          try {
            const address = `${server.address}${fragment}`
            if (json) terminal.printJson({ address, port: server.port })
            else terminal.print(address)
            terminal.say('Open this address in a browser. Ctrl-C ends the server.')
            await interruption.unlessInterrupted(new Promise<never>(() => undefined))
          } finally {
            await server.close()
          }
        }
      )
    })
}
