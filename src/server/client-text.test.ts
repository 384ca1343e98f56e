import { expect, test } from 'vitest'
import { LabError } from '../core/base/lab-error'
import { clientText } from './client-text'

test('causes leave without a stack and without paths of this machine, wherever they stand', () => {
  const cause = new Error('ENOENT: open "/home/ada/.local/share/Tenfold/runs/1/run.json"')
  const error = new LabError('internal', 'It failed.', 'Try again.', cause).toData()
  for (const message of [
    { type: 'error', id: 1, error },
    { type: 'event', event: 'tensorflow', data: { status: { state: 'failed', error }, log: '' } },
    { type: 'result', id: 2, output: { events: [{ type: 'ended', outcome: { kind: 'failed', error } }] } }
  ]) {
    const text = clientText(message)
    expect(text).toContain('ENOENT')
    expect(text).toContain('…/run.json')
    expect(text).not.toContain('/home')
    expect(text).not.toMatch(/\bat .*\.[jt]s/)
  }
})

test('everything else leaves as it is', () => {
  const message = { type: 'result', id: 1, output: { dataFolder: '/home/ada/Tenfold', runs: [] } }
  expect(clientText(message)).toBe(JSON.stringify(message))
})
