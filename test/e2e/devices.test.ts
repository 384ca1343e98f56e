import { expect, test, vi } from 'vitest'
import { fakePackage, packageWithAdapter } from '../webgpu/fake-package'
import { openBrowser } from './open-browser'
import { openDesktop } from './open-desktop'
import { runCommand } from './run-command'
import { goTo } from './steps'
import { temporaryFolder } from './temporary-folder'
import { describeBrowser, describeDesktop } from './workbench'

const card = `{
  info: { vendor: 'nvidia', architecture: '', device: 'Some Card', description: '', isFallbackAdapter: false },
  limits: {}
}`

describeDesktop('the graphics card in the desktop', () => {
  test('is found where npm start says which Node it runs in: training takes that one', async () => {
    fakePackage(packageWithAdapter(card))
    vi.stubEnv('TENFOLD_NODE', process.execPath)
    vi.stubEnv('TENFOLD_NODE_VERSION', process.versions.node)
    const { page, close, complaints } = await openDesktop(await temporaryFolder())
    await goTo(page, 'Devices')
    await page.getByText(/^WebGPU on Some Card, /).waitFor()
    await page.getByText(`Node ${process.versions.node}`, { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('is not where Electron’s own Node trains, and the remedy is told', async () => {
    fakePackage(packageWithAdapter(card))
    vi.stubEnv('TENFOLD_NODE', '')
    const { page, close } = await openDesktop(await temporaryFolder())
    await goTo(page, 'Devices')
    await page.getByText('works in Node, but not inside Electron', { exact: false }).waitFor()
    await page.getByText('Open the desktop with npm start', { exact: false }).waitFor()
    await page.getByText(/^Electron’s own Node /).waitFor()
    await close()
  })
})

describeBrowser('the Devices room', () => {
  test('times the engines, and says why TensorFlow cannot be set up', async () => {
    const { page, close, complaints } = await openBrowser(await temporaryFolder())
    await goTo(page, 'Devices')
    const speeds = page.getByRole('region', { name: 'Speed of the engines' })
    await speeds.getByRole('button', { name: 'Measure' }).click()
    await speeds.getByRole('row', { name: /^512 / }).waitFor({ timeout: 120_000 })
    expect(await speeds.getByRole('row').count()).toBeGreaterThanOrEqual(5)

    const engines = page.getByRole('region', { name: 'Engines' })
    await engines.getByRole('button', { name: 'Set up TensorFlow…' }).click()
    await engines.getByLabel('Python environment').fill('/nowhere/env')
    await engines.getByRole('button', { name: 'Set up', exact: true }).click()
    const alert = engines.getByRole('alert')
    await alert.getByText('/nowhere/env does not exist.').waitFor()
    // It stays to be read, until the machine is looked at again.
    const look = page.getByRole('button', { name: 'Check again' })
    await look.waitFor()
    expect(await alert.isVisible()).toBe(true)
    await look.click()
    await alert.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })
})

test('doctor looks at the machine, and devices says how an installation failed', async () => {
  const dataFolder = await temporaryFolder()
  const doctor = await runCommand(['doctor', '--json'], { dataFolder })
  expect([0, 20]).toContain(doctor.code)
  expect(JSON.parse(doctor.stdout)).toHaveProperty('findings')
  const failed = await runCommand(
    ['devices', 'install', 'tensorflow', '--python', '/nowhere/env', '--json'],
    {
      dataFolder
    }
  )
  expect(failed.code).toBe(3)
  expect(JSON.parse(failed.stdout)).toMatchObject({
    error: { code: 'not-found', message: '/nowhere/env does not exist.' }
  })
})
