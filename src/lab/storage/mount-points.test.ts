import { expect, test } from 'vitest'
import { mountPoints, parseMountPoints } from './mount-points'

test('names with spaces are read as they are', () => {
  const text = [
    '23 28 0:21 / /proc rw,nosuid - proc proc rw',
    String.raw`91 28 8:1 /x /home/a\040b/trash\134run rw - ext4 /dev/sda1 rw`,
    ''
  ].join('\n')
  expect([...parseMountPoints(text)]).toEqual(['/proc', String.raw`/home/a b/trash\run`])
})

test.runIf(process.platform === 'linux')('this system has some', async () => {
  expect(await mountPoints()).toContain('/proc')
})
