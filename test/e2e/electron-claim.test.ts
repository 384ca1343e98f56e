import { fork } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { lessonConfig } from '../../src/core/settings/run-config'
import { RunStore } from '../../src/lab/runs/run-store'
import { buildContender } from '../lab/build-contender'
import { ask, killed } from '../lab/race-for-run'
import { inheritedEnv } from './inherited-env'
import { required } from './required'
import { temporaryFolder } from './temporary-folder'
import { describeDesktop } from './workbench'

describeDesktop('a run that Electron has', () => {
  test.runIf(process.platform === 'linux')(
    'shows a life sign however long its path is, and no link to it stays behind',
    async () => {
      const { executable } = required('Electron', inject('electron'))
      const folder = await temporaryFolder()
      const contender = await buildContender(folder)
      const temporary = path.join(folder, 'temporary')
      await mkdir(temporary)
      const dataFolder = path.join(folder, 'x'.repeat(120))
      const store = new RunStore(dataFolder, () => undefined)
      const runId = await store.create(lessonConfig)
      await store.close()
      const electron = fork(contender, {
        execPath: executable,
        env: { ...inheritedEnv(), ELECTRON_RUN_AS_NODE: '1', TMPDIR: temporary }
      })
      expect(await ask(electron, { action: 'resume', dataFolder, runId })).toBe('done')
      const entries = await readdir(path.join(store.folder(runId), 'owner'))
      expect(entries.map((name) => path.extname(name)).sort()).toEqual(['.json', '.sock'])
      expect(await readdir(temporary)).toEqual([])
      await killed(electron)
    },
    120_000
  )
})
