import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, runOfCode, splitCommand } from '../../src/commands/parse.ts'

describe('what was typed', () => {
  it.each([
    ['', '', ''],
    ['  SEV1   Docmost  is down ', 'sev1', 'Docmost  is down'],
    ['list', 'list', ''],
    ['sev1\nDocmost', 'sev1', 'Docmost'],
  ])('%j is the word %j and %j', (text, word, rest) => {
    expect(splitCommand(text)).toEqual({ word, rest })
  })
})

describe('one line of a text', () => {
  it('is left as it is when it fits, but for its white space', () => {
    expect(oneLine(' a\n b ', 10)).toEqual({ line: 'a b', cut: false })
  })

  it('is cut at a word', () => {
    expect(oneLine('Docmost is down again', 15)).toEqual({ line: 'Docmost is...', cut: true })
  })

  it('never exceeds its limit and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const { line } = oneLine(text, 40)
        expect([...line].length).toBeLessThanOrEqual(40)
        expect(() => encodeURIComponent(line)).not.toThrow()
      }),
    )
  })
})

describe('the code of a gate', () => {
  it.each([
    ['INC-1-A', 'INC-1'],
    ['REL-12-B2', 'REL-12'],
    ['INC-1', undefined],
    ['inc-1-a', undefined],
    ['INC-1-A; DROP', undefined],
    ['', undefined],
  ])('%j names %s', (code, run) => {
    expect(runOfCode(code)).toBe(run)
  })
})
