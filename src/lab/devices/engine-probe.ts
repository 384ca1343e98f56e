import { driverRemedies } from '../../core/engine/driver-remedies'
import { addressSpaceLimit, formatGibibytes } from '../../core/base/address-space'
import { type EngineId, engineIds, engineNames } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import type { EngineStatus } from '../contract/engine-status'
import { ownLimits } from '../training/trainer-node'
import { runTrainerJob } from '../training/run-trainer-job'
import { hasGraphicsCard } from './graphics-cards'
import { type Surroundings, thisMachine } from './surroundings'

/** They are part of the application and need no device. */
const builtIn: readonly EngineId[] = ['wasm', 'reference']

/**
 * What the engines find on this machine. They are probed in a process of their own: the one that draws or serves never
 * loads an engine.
 */
export class EngineProbe {
  readonly #trainerFile: string
  readonly #surroundings: Surroundings
  /** On address space, in bytes: under one, even what is part of the application may not start. */
  readonly #limit = addressSpaceLimit(ownLimits())
  #found: Promise<EngineStatus[]> | undefined

  constructor(trainerFile: string, surroundings: Surroundings = thisMachine) {
    this.#trainerFile = trainerFile
    this.#surroundings = surroundings
  }

  /** The first that is available is preferred. */
  async list(): Promise<EngineStatus[]> {
    this.#found ??= this.#probeAll()
    try {
      return await this.#found
    } catch (thrown) {
      this.#found = undefined
      throw thrown
    }
  }

  /** The next `list` looks again. */
  forget(): void {
    this.#found = undefined
  }

  /**
   * Looks whether an engine that was asked for by name runs now.
   * @throws LabError 'engine-unavailable' with the reason, the remedy, and the engines that do run
   */
  async require(engine: EngineId): Promise<void> {
    if (builtIn.includes(engine) && this.#limit === undefined) return
    const status = await this.#probeOne(engine)
    if (status.available) return
    this.forget()
    const others = (await this.list()).flatMap((other) => (other.available ? [other] : []))
    throw new LabError(
      'engine-unavailable',
      `${status.name} cannot run here: ${status.reason}`,
      `${status.remedy} You can also choose another engine: ${others.map(({ name, engine: id }) => `${name} (${id})`).join(', ')}.`
    )
  }

  /** One process for all; where a library brings that down, one for each. */
  async #probeAll(): Promise<EngineStatus[]> {
    try {
      return await this.#probe(engineIds)
    } catch (thrown) {
      if (LabError.from(thrown).code !== 'trainer-crashed') throw thrown
    }
    const statuses: EngineStatus[] = []
    for (const engine of engineIds) statuses.push(await this.#probeOne(engine))
    const best = statuses.find(({ available }) => available)
    return statuses.map((status) => (status.available ? { ...status, preferred: status === best } : status))
  }

  async #probeOne(engine: EngineId): Promise<EngineStatus> {
    try {
      const [status] = await this.#probe([engine])
      if (status !== undefined) return status
      throw new LabError('internal', `The engine ${engine} did not respond.`, 'Try again.')
    } catch (thrown) {
      const { code, message } = LabError.from(thrown)
      if (code !== 'trainer-crashed') throw thrown
      return {
        available: false,
        engine,
        name: engineNames[engine],
        ...(this.#limit === undefined
          ? {
              reason: `its library brought down the process that tried it. ${message}`,
              remedy: 'Update its driver and library.'
            }
          : {
              reason: `memory limit: a process may take ${formatGibibytes(this.#limit)} of address space here (ulimit -v), and the process that tried the engine ended. ${message}`,
              remedy: 'Raise the limit (ulimit -v unlimited).'
            })
      }
    }
  }

  async #probe(engines: readonly EngineId[]): Promise<EngineStatus[]> {
    const statuses = await runTrainerJob(
      this.#trainerFile,
      { kind: 'probe', engines: [...engines] },
      (message) => (message.type === 'engines' ? message.engines : undefined)
    ).result
    return Promise.all(statuses.map((status) => this.#withoutCard(status)))
  }

  /** Without a graphics card, there is no driver to install for one. */
  async #withoutCard(status: EngineStatus): Promise<EngineStatus> {
    if (status.available || !Object.values(driverRemedies).includes(status.remedy)) return status
    return (await hasGraphicsCard(this.#surroundings)) === false
      ? {
          ...status,
          remedy:
            'This machine has no graphics card, so there is nothing to install. Training runs on the processor.'
        }
      : status
  }
}
