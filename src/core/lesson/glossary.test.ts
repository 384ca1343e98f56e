import { expect, test } from 'vitest'
import { glossary } from './glossary.text'
import { richText } from './rich-text'

const plain = (text: string) => richText(text, new Set()).map((piece) => piece.text)

test('entries are in alphabetical order, each a sentence, no form twice', () => {
  const terms = glossary.map(({ term }) => term)
  expect(terms).toEqual(terms.toSorted(new Intl.Collator('en').compare))
  for (const { meaning } of glossary) expect(meaning).toMatch(/^\p{Lu}[^`*]+\.$/u)
  const forms = glossary.flatMap(({ term, forms: others }) => [term, ...others])
  expect(new Set(forms).size).toBe(forms.length)
  for (const form of forms) expect(form).toMatch(/^[\p{L} -]+$/u)
})

test('a term opens its entry where it first appears, and only there', () => {
  const known = new Set<string>()
  const first = richText('Gradients are clear; the gradient of a **batch** in `batch` is not.', known)
  expect(first.filter(({ term }) => term !== undefined).map(({ text, kind }) => [text, kind])).toEqual([
    ['Gradients', 'plain'],
    ['batch', 'bold']
  ])
  expect(richText('A gradient of another batch.', known).every(({ term }) => term === undefined)).toBe(true)
  expect([...known]).toEqual(['gradient', 'batch'])
})

test('longer terms come before their parts, and parts of words are none', () => {
  const marked = (text: string) =>
    richText(text, new Set()).flatMap(({ term }) => (term === undefined ? [] : [term.term]))
  expect(marked('Weight decay pulls a weight.')).toEqual(['weight decay', 'weight'])
  expect(marked('The mini-batch of batchwise things')).toEqual(['batch'])
  expect(marked('A class is not marked: Python has classes too.')).toEqual([])
})

test('markup is taken apart, and nothing of the text is lost', () => {
  expect(plain('a **b** c `d` e')).toEqual(['a ', 'b', ' c ', 'd', ' e'])
})
