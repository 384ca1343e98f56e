import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { lessonConfig } from '../../src/core/settings/run-config'
import { RunStore } from '../../src/lab/runs/run-store'
import { temporaryPath } from '../../src/lab/storage/temporary-path'
import { buildContender } from './build-contender'
import { ask } from './race-for-run'

let root = ''
let contender = ''
let dataFolder = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-owner-'))
  contender = await buildContender(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  dataFolder = await mkdtemp(join(root, 'data-'))
})

// Needs the right to make a pid namespace, as root has and some systems give to everybody.
const container = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child']
const canContain = spawnSync(container[0] ?? '', [...container.slice(1), 'true']).status === 0

test.skipIf(!canContain)(
  'a run in a container is seen to be in training, and seen to be dead',
  async () => {
    const store = new RunStore(dataFolder, () => undefined)
    const runId = await store.create(lessonConfig)
    await store.release(runId)
    const [execPath = '', ...before] = container
    const inside = fork(contender, { execPath, execArgv: [...before, process.execPath] })
    expect(await ask(inside, { action: 'resume', dataFolder, runId })).toBe('done')
    await expect(store.open(runId)).rejects.toMatchObject({ code: 'busy' })
    await expect(store.takeOver(runId)).rejects.toMatchObject({ code: 'busy' })
    const exit = once(inside, 'exit')
    inside.kill('SIGKILL')
    await exit
    await expect
      .poll(
        () =>
          store.open(runId).then(
            () => true,
            () => false
          ),
        { timeout: 120_000 }
      )
      .toBe(true)
    // And the other way round: from a container, a run of this process.
    const looking = fork(contender, { execPath, execArgv: [...before, process.execPath] })
    expect(await ask(looking, { action: 'resume', dataFolder, runId })).toBe('busy')
    looking.kill()
    await store.close()
  },
  120_000
)

test.skipIf(!canContain)(
  'what is being written is no leftover to a container that does not see its process',
  async () => {
    const unfinished = temporaryPath(join(dataFolder, 'runs', 'run'))
    await mkdir(unfinished, { recursive: true })
    const [execPath = '', ...before] = container
    const inside = fork(contender, { execPath, execArgv: [...before, process.execPath] })
    expect(await ask(inside, { action: 'sweep', dataFolder, runId: '' })).toBe('done')
    inside.kill()
    expect(await readdir(join(dataFolder, 'runs'))).toEqual([basename(unfinished)])
  },
  120_000
)
