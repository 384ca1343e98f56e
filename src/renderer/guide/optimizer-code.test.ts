import { describe, expect, test } from 'vitest'
import { defaultOptimizers, type OptimizerSpec } from '../../core/optimizer-spec'
import { optimizerFields, optimizerTypes } from '../state/optimizer-fields'
import type { CodeLine } from './code-line'
import { optimizerCode, optimizerLines } from './optimizer-code'

const text = (lines: readonly CodeLine[]): string =>
  lines.map((line) => line.parts.map((part) => part.text).join('')).join('\n')

const made = (spec: OptimizerSpec, all = false): string =>
  text(optimizerLines(spec, spec.learningRate, all)).replaceAll(/\s+/g, ' ')

describe('the line that makes the optimizer', () => {
  test.each<readonly [OptimizerSpec, string]>([
    [defaultOptimizers.sgd, 'optimizer = SGD( net.parameters(), lr=0.001, momentum=0.9)'],
    [
      { ...defaultOptimizers.sgd, nesterov: true, weightDecay: 0.01 },
      'optimizer = SGD( net.parameters(), lr=0.001, momentum=0.9, nesterov=True, weight_decay=0.01)'
    ],
    [{ ...defaultOptimizers.sgd, momentum: 0 }, 'optimizer = SGD( net.parameters(), lr=0.001)'],
    [defaultOptimizers.adagrad, 'optimizer = Adagrad( net.parameters(), lr=0.01)'],
    [
      { ...defaultOptimizers.rmsprop, alpha: 0.9 },
      'optimizer = RMSprop( net.parameters(), lr=0.01, alpha=0.9)'
    ],
    [
      { ...defaultOptimizers.adam, beta1: 0.8, epsilon: 1e-6 },
      'optimizer = Adam( net.parameters(), lr=0.001, betas=(0.8, 0.999), eps=0.000001)'
    ],
    [defaultOptimizers.adamw, 'optimizer = AdamW( net.parameters(), lr=0.001)']
  ])('%j', (spec, code) => expect(made(spec)).toBe(code))

  test('all knobs, where they are asked for', () => {
    expect(made(defaultOptimizers.adamw, true)).toBe(
      'optimizer = AdamW( net.parameters(), lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)'
    )
  })
})

test.each(optimizerTypes)('%s: each knob has a line, and lines fit into the guide', (type) => {
  const code = optimizerCode(defaultOptimizers[type], 0.001)
  const links = new Set<string | undefined>(code.map(({ link }) => link))
  for (const field of optimizerFields[type]) expect(links, field).toContain(field)
  for (const line of text(code).split('\n')) expect(line.length, line).toBeLessThanOrEqual(36)
})

test('the step is that of the optimizer', () => {
  const plain = { ...defaultOptimizers.sgd, momentum: 0 }
  expect(text(optimizerCode(plain, 0.5))).toContain('  g = w.grad\n  w -= 0.5 * g')
  const nesterov = { ...defaultOptimizers.sgd, nesterov: true, weightDecay: 0.1 }
  expect(text(optimizerCode(nesterov, 0.5))).toContain(
    '  g = w.grad + 0.1 * w\n  w.v = 0.9 * w.v + g\n  w -= 0.5 * (g + 0.9 * w.v)'
  )
  const adamw = text(optimizerCode(defaultOptimizers.adamw, 0.5))
  expect(adamw).toContain('  w *= 1 - 0.5 * 0.01\n  g = w.grad')
  expect(adamw).toContain('  w.v += 0.001 * g * g')
})
