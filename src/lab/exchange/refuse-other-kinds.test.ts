import { expect, test } from 'vitest'
import { refuseOtherKinds } from './refuse-other-kinds'

test.each([
  ['\n<!DOCTYPE html><html>', /is a web page, not a network/],
  ['<html lang="en">', /is a web page/],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:', /is a pointer of Git LFS/],
  ['%PDF-1.7', /is a PDF document/]
])('%j is told for what it is', (content, message) => {
  expect(() => {
    refuseOtherKinds(Buffer.from(content), 'net.onnx')
  }).toThrow(message)
})

test.each(['', 'PK\x03\x04', '\x80\x02', '{"modelTopology":{}}', '\x89HDF\r\n'])(
  '%j may be a network',
  (content) => {
    expect(() => {
      refuseOtherKinds(Buffer.from(content, 'latin1'), 'net.onnx')
    }).not.toThrow()
  }
)
