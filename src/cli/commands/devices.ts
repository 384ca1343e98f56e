import { Command } from 'commander'
import { parseInput } from '../../core/parse-input'
import { withSession, type CommandContext } from '../session'
import { jsonFlag, jsonOption } from './json-option'

export function devicesCommand(context: CommandContext): Command {
  return new Command('devices')
    .description('What can compute on this machine, and why other things cannot.')
    .addOption(jsonOption('the engines'))
    .action(async (options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async ({ lab, terminal, interruption }) => {
        const { engines } = await interruption.unlessInterrupted(lab.listEngines({}))
        const { machine } = await lab.getWorkbench({})
        if (json) {
          terminal.printJson({ machine, engines })
          return
        }
        terminal.print(machine)
        for (const engine of engines) {
          if (engine.available) {
            const choice = engine.preferred ? ', taken by --engine auto' : ''
            terminal.print(`${engine.engine}: ${engine.name}, available${choice}`)
            const threads = engine.maxThreads === 1 ? 'one thread' : `up to ${engine.maxThreads} threads`
            terminal.print(`  ${engine.description}; ${threads}`)
          } else {
            terminal.print(`${engine.engine}: ${engine.name}, not available`)
            terminal.print(`  ${engine.reason} ${engine.remedy}`)
          }
        }
      })
    })
}
