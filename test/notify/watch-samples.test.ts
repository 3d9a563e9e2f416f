import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Entry } from '../../src/engine/run.ts'
import { type Sample, sampledFields, samplesOf } from '../../src/notify/watch-samples.ts'
import { STARTED } from '../fixtures/incident-run.ts'

function noted(what: string, fields: Entry['fields']): Entry {
  return { key: what, at: STARTED, by: 'vigie', door: 'vigie', step: 'watch', kind: 'noted', what, fields }
}

it('are the looks of the watch, in words that are small', () => {
  const sample: Sample = {
    at: STARTED + 30_000,
    checks: [
      { name: 'Docmost', ok: true, ms: 84.3, said: '' },
      { name: 'entries', ok: true, ms: 12, said: '57' },
      { name: 'Bridge', ok: false, ms: undefined, said: '503, expected 200' },
    ],
  }
  const fields = sampledFields(sample)
  expect(fields).toEqual({
    Docmost: 'ok 84',
    entries: 'ok 12 57',
    Bridge: 'no 503, expected 200',
    at: String(STARTED + 30_000),
  })
  const history = [noted('alerted', { text: 'ok 3' }), noted('sampled', fields)]
  expect(samplesOf({ history })).toEqual([
    { ...sample, checks: [{ name: 'Docmost', ok: true, ms: 84, said: '' }, ...sample.checks.slice(1)] },
  ])
})

it('are as old as their entry when they do not say so, and never a failure of the reader', () => {
  expect(samplesOf({ history: [noted('sampled', { Docmost: 'ok', wiki: true, at: 'noon' })] })).toEqual([
    { at: STARTED, checks: [{ name: 'Docmost', ok: false, ms: undefined, said: 'ok' }] },
  ])
})

it('come back as they were written, whatever a check is called and says', () => {
  const name = fc.string({ minLength: 1 }).filter((one) => !['at', '__proto__'].includes(one))
  const said = fc.string().map((one) => one.trim())
  const well = fc.record({ name, ok: fc.constant(true), ms: fc.nat(), said })
  const unwell = fc.record({ name, ok: fc.constant(false), ms: fc.constant(undefined), said })
  fc.assert(
    fc.property(fc.oneof(well, unwell), fc.nat(), (check, at) => {
      const sample = { at, checks: [check] }
      expect(samplesOf({ history: [noted('sampled', sampledFields(sample))] })).toEqual([sample])
    }),
  )
})
