import { expect, test } from 'vitest'
import { asksForCameraAlone } from './asks-for-camera-alone'

test('a camera is', () => {
  expect(asksForCameraAlone('media', { mediaTypes: ['video'] })).toBe(true)
})

test.each([
  ['media', { mediaTypes: ['audio'] }],
  ['media', { mediaTypes: ['video', 'audio'] }],
  ['media', { mediaTypes: [] }],
  ['media', {}],
  ['display-capture', { mediaTypes: ['video'] }],
  ['geolocation', {}],
  ['notifications', {}]
])('%s with %j is not', (permission, details) => {
  expect(asksForCameraAlone(permission, details)).toBe(false)
})
