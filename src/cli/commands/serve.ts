import { Command } from 'commander'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { assignmentLink } from '../../core/assignment/assignment'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { z } from '../../core/base/schema'
import { userPath } from '../../lab/storage/user-path'
import { serveWorkbench } from '../../server/serve-workbench'
import { newSessionKey, ServerMemory, type RememberedServer } from '../../server/server-memory'
import { sessionDays } from '../../server/sessions'
import { earlierAssignmentOption, readAssignment } from '../parts/read-assignment'
import { withSession, type CommandContext } from '../console/session'
import type { Terminal } from '../console/terminal'
import { jsonFlag, jsonOption } from './json-option'

const portRange = '--port must be a whole number from 0 to 65,535'
const hostNameForm = '--host-name must be a name without a scheme: lab.example, or lab.example:8443'
const basePathForm = '--base-path must be the path of an address, such as /proxy/8321/'
const serveOptions = jsonFlag.extend({
  port: z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int(portRange).min(0, portRange).max(65_535, portRange))
    .optional(),
  hostName: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9.-]+(:\d{1,5})?$/i, hostNameForm)
        .toLowerCase()
    )
    .default([]),
  basePath: z
    .string()
    .regex(/^\/[\w\-.~%/]*$/, basePathForm)
    .refine((text) => !text.includes('//'), basePathForm)
    .transform((text) => (text.endsWith('/') ? text : `${text}/`))
    .default('/'),
  trustProxy: z.boolean().default(false),
  endSessions: z.boolean().default(false),
  folder: z.array(z.string()).default([]),
  assignment: z.string().optional(),
  lab: z.string().optional()
})

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .description('Serve the workbench to a browser on this machine.')
    .option(
      '--port <n>',
      'port to listen on (loopback only); 0 chooses a free one (default: the same as last time, if it is free)'
    )
    .option(
      '--host-name <name...>',
      'additional names under which a proxy or a port forwarder presents this server, with the port if it is unusual'
    )
    .option('--base-path <path>', 'path under which a proxy presents this server, such as /proxy/8321/')
    .option('--trust-proxy', 'believe X-Forwarded-Host, -Proto and -Prefix, and Forwarded')
    .option('--end-sessions', 'sign out every browser')
    .option(
      '--folder <path...>',
      'folders of this machine from which browsers may import images (besides the data folder), and into which they may export'
    )
    .option('--assignment <file>', 'open a teacher’s .tenfold-assignment.json in the workbench')
    .addOption(earlierAssignmentOption())
    .addOption(jsonOption('the address'))
    .addHelpText(
      'after',
      `
The address printed on stdout contains a token; treat it like a password. A browser that opened it once stays signed in
for ${sessionDays} days, even if the server is restarted.
To use it from another machine, start it with --port 8321 and forward the port: ssh -L 8321:localhost:8321 ...
Ctrl-C ends the server; a running training saves a checkpoint.`
    )
    .action(async (options: unknown) => {
      const chosen = parseInput(serveOptions, options, 'The command')
      const { json, assignment = chosen.lab } = chosen
      const fragment = assignment === undefined ? '' : assignmentLink(await readAssignment(assignment))
      await withSession(
        context,
        { json, kind: 'browser', folders: chosen.folder.map((folder) => path.resolve(userPath(folder))) },
        async ({ service, lab, terminal, interruption, outFolder }) => {
          const { dataFolder, version } = await lab.getWorkbench({})
          const memory = new ServerMemory(dataFolder)
          const { remembered: before, problem } = await memory.load()
          if (problem !== undefined)
            terminal.say(`${problem} Tenfold made a new key: open the address below again in every browser.`)
          const key = chosen.endSessions ? undefined : before?.key
          const remembered = { port: before?.port, key: key ?? newSessionKey() }
          const server = await serveWorkbench({
            service,
            rendererFolder: path.join(outFolder, 'renderer'),
            version,
            ports: chosen.port !== undefined ? [chosen.port] : [remembered.port ?? 0, 0],
            hostNames: chosen.hostName,
            trustProxy: chosen.trustProxy,
            basePath: chosen.basePath,
            sessionKey: remembered.key,
            onDefect: ({ message, cause }) =>
              terminal.say(cause instanceof Error ? `${message}\n${cause.stack ?? ''}` : message)
          })
          try {
            const port = remembered.port ?? (chosen.port === undefined ? server.port : undefined)
            if (before?.key !== remembered.key || before.port !== port)
              await remember(memory, { ...remembered, port }, terminal)
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

/** Without it the server works all the same; browsers only have to open its new address after a restart. */
async function remember(
  memory: ServerMemory,
  remembered: RememberedServer,
  terminal: Terminal
): Promise<void> {
  try {
    await memory.save(remembered)
  } catch (thrown) {
    const { message } = LabError.from(thrown)
    terminal.say(
      `After the next start of the server, every browser will have to open a new address: ${message}`
    )
  }
}
