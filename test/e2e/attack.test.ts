import { once } from 'node:events'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { attackKinds, attackServer } from '../torture/attack-server'
import { serve } from './open-browser'
import { temporaryFolder } from './temporary-folder'

test('a server survives clients without a token, whatever they do with their connections', async () => {
  const served = await serve(await temporaryFolder())
  onTestFinished(async () => {
    await served.stop()
  })
  const { origin, host, port } = new URL(served.address)
  const cookie = await admittedCookie(served.address)
  const page = new WebSocket(`ws://${host}/lab`, { headers: { cookie }, origin })
  await once(page, 'open')

  const result = await attackServer({ port: Number(port), connections: 600, seed: 12 })

  expect(Object.values(result.tried).reduce((sum, count) => sum + count)).toBe(600)
  for (const kind of attackKinds) expect(result.tried[kind]).toBeGreaterThan(20)
  expect(result).toMatchObject({ held: 0, failed: 0 })
  const answer = once(page, 'message')
  page.send(JSON.stringify({ id: 1, method: 'listRuns', input: {} }))
  expect(String(await answer)).toContain('"type":"result"')
  expect(await admittedCookie(served.address)).toMatch(/^tenfold-\d+=./)
  page.terminate()
}, 600_000)

function admittedCookie(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(address, { agent: false }, (response) => {
      response.resume()
      resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
    })
      .once('error', reject)
      .end()
  })
}
