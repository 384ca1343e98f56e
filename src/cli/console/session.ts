import { damageLine } from '../../core/run/damage-line'
import type { Lab } from '../../lab/contract/contract'
import type { LabHost, LabService } from '../../lab/contract/host'
import type { Ask } from './ask'
import type { Interruption } from './interruption'
import type { Terminal } from './terminal'

/** What the process gives to every command. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly interruption: Interruption
  /** Undefined where nobody can be asked. */
  readonly ask?: Ask | undefined
  /** Absolute: where main/ and renderer/ were built. */
  readonly outFolder: string
  /** @param folders see `LabHost` */
  readonly openLab: (kind: LabHost['kind'], folders?: readonly string[]) => Promise<LabService>
}

/** An opened lab for as long as one command runs. */
export interface Session extends CommandContext {
  readonly service: LabService
  readonly lab: Lab
  /** Whether stdout is to be one JSON document. */
  readonly json: boolean
}

/** Opens a lab for a command, and closes it whatever becomes of the command: trainings keep a checkpoint. */
export async function withSession(
  context: CommandContext,
  options: {
    readonly json: boolean
    readonly kind?: LabHost['kind']
    readonly folders?: readonly string[]
  },
  run: (session: Session) => Promise<void>
): Promise<void> {
  const service = await context.openLab(options.kind ?? 'terminal', options.folders)
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event !== 'run') return
    for (const event of notice.data.events) {
      if (event.type === 'checkpointDamaged') context.terminal.say(damageLine(event))
    }
  })
  try {
    await run({ ...context, service, lab: service.lab, json: options.json })
  } finally {
    context.terminal.showProgress('')
    await service.close()
    unsubscribe()
  }
}
