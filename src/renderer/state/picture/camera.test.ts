import { expect, test } from 'vitest'
import { Camera } from './camera.svelte'

class FakeTrack extends EventTarget {
  stopped = false
  constructor(readonly deviceId: string) {
    super()
  }
  stop(): void {
    this.stopped = true
  }
  getSettings(): { deviceId: string } {
    return { deviceId: this.deviceId }
  }
}

function cameras(...answers: (FakeTrack | Error)[]): {
  readonly camera: Camera
  readonly asked: unknown[]
} {
  const asked: unknown[] = []
  const media: object = {
    getUserMedia: (what: unknown) => {
      asked.push(what)
      const next = answers.shift()
      if (!(next instanceof FakeTrack)) return Promise.reject(next ?? new Error('asked too often'))
      return Promise.resolve({ getTracks: () => [next], getVideoTracks: () => [next] })
    },
    enumerateDevices: () =>
      Promise.resolve([
        { kind: 'audioinput', deviceId: 'm', label: 'Microphone' },
        { kind: 'videoinput', deviceId: 'a', label: 'Front' },
        { kind: 'videoinput', deviceId: 'b', label: '' }
      ])
  }
  return { camera: new Camera(() => (isMedia(media) ? media : undefined)), asked }
}

type Media = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>
const isMedia = (media: object): media is Media => 'getUserMedia' in media

function named(name: string): Error {
  return Object.assign(new Error('what the browser says'), { name })
}

test('pictures are asked for, never sound; and the camera is let go when it is stopped', async () => {
  const track = new FakeTrack('a')
  const { camera, asked } = cameras(track)
  expect(camera.state).toBe('off')
  expect(asked).toEqual([])
  const starting = camera.start()
  expect(camera.state).toBe('starting')
  await starting
  expect(camera.state).toBe('live')
  expect(asked).toMatchObject([{ audio: false, video: { facingMode: { ideal: 'environment' } } }])
  expect(camera.devices).toEqual([
    { id: 'a', name: 'Front' },
    { id: 'b', name: 'Camera 2' }
  ])
  camera.stop()
  expect([camera.state, camera.stream, track.stopped]).toEqual(['off', undefined, true])
})

test('another camera takes the place of the one before, and is asked for again', async () => {
  const [first, second, third] = [new FakeTrack('a'), new FakeTrack('b'), new FakeTrack('b')]
  const { camera, asked } = cameras(first, second, third)
  await camera.start()
  await camera.start('b')
  expect([first.stopped, second.stopped, camera.device]).toEqual([true, false, 'b'])
  camera.stop()
  await camera.start()
  expect(asked.slice(1)).toMatchObject([
    { video: { deviceId: { exact: 'b' } } },
    { video: { deviceId: { exact: 'b' } } }
  ])
})

test('one that is allowed after it was stopped is let go at once', async () => {
  const track = new FakeTrack('a')
  const { camera } = cameras(track)
  const starting = camera.start()
  camera.stop()
  await starting
  expect([camera.state, track.stopped]).toEqual(['off', true])
})

test.each([
  ['NotAllowedError', 'The camera was not allowed.'],
  ['NotFoundError', 'No camera was found.'],
  ['OverconstrainedError', 'No camera was found.'],
  ['NotReadableError', 'The camera cannot be used now.'],
  ['NotSupportedError', 'This browser gives pages no camera.'],
  ['OddError', 'The camera could not be started: what the browser says']
])('%s: %s', async (name, message) => {
  const { camera } = cameras(named(name), new FakeTrack('a'))
  await camera.start()
  expect(camera.state).toBe('off')
  expect(camera.problem?.message).toBe(message)
  await camera.start()
  expect([camera.state, camera.problem]).toEqual(['live', undefined])
})

test('one that goes away by itself says so', async () => {
  const track = new FakeTrack('a')
  const { camera } = cameras(track)
  await camera.start()
  track.dispatchEvent(new Event('ended'))
  expect(camera.state).toBe('off')
  expect(camera.problem?.message).toBe('The camera has stopped.')
})

test.each([
  [true, 'This browser gives pages no camera.'],
  [false, 'Browsers give the camera only to pages over https, or from this computer.']
])('a page without cameras to ask for, secure: %s', async (isSecure, message) => {
  const camera = new Camera(
    () => undefined,
    () => isSecure
  )
  await camera.start()
  expect([camera.state, camera.problem?.message]).toEqual(['off', message])
})
