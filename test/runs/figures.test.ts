import { describe, expect, it } from 'vitest'
import type { Entry, Fields } from '../../src/engine/run.ts'
import { addRecord, emptyFigures, type Figures, figuresOf } from '../../src/runs/figures.ts'
import type { AuditRecord } from '../../src/runs/ports.ts'

const MINUTE = 60_000
/** 30 November 2026, 23:30 in Paris. */
const NIGHT = Date.UTC(2026, 10, 30, 22, 30)

type Said = readonly [minutes: number, kind: Entry['kind'], what: string, fields?: Fields]

function records(run: string, start: number, said: readonly Said[]): readonly AuditRecord[] {
  return said.map(([minutes, kind, what, fields = {}], n) => {
    const at = start + minutes * MINUTE
    const about = { at, by: 'yan', door: 'slack' }
    const entry = { ...about, key: `${run} ${n}`, step: 'any', kind, what, fields }
    return { ...about, run, did: what, result: 'done', entry }
  })
}

const fold = (stream: readonly AuditRecord[]): Figures => stream.reduce(addRecord, emptyFigures)
const figures = (...streams: readonly (readonly AuditRecord[])[]) =>
  figuresOf(fold(streams.flat()), 'Europe/Paris')

const declaredAs = (severity: string, more: Fields = {}): Said => [
  0,
  'began',
  'incident',
  { severity, ...more },
]
const resolve = (minutes: number): Said => [minutes, 'completed', 'resolve', { cause: 'c' }]

function whole(run: string, minutes: readonly [number, number, number], start = NIGHT) {
  return records(run, start, [
    declaredAs('sev1'),
    [minutes[0], 'decided', 'acknowledge'],
    [minutes[1], 'completed', 'mitigated'],
    resolve(minutes[2]),
  ])
}

describe('the figures of a month', () => {
  it('are number, median and 90th percentile of each duration', () => {
    const ten = Array.from({ length: 10 }, (_, n) => whole(`INC-${n}`, [n + 1, 10 * (n + 1), 100 * (n + 1)]))
    expect(figures(...ten)).toEqual([
      {
        month: '2026-11',
        severity: 'sev1',
        incidents: 10,
        acknowledge: { median: 5.5 * MINUTE, p90: 9 * MINUTE },
        mitigate: { median: 55 * MINUTE, p90: 90 * MINUTE },
        resolve: { median: 550 * MINUTE, p90: 900 * MINUTE },
      },
    ])
  })

  it('of one incident are that incident, in the local month of its detection', () => {
    const spread = (minutes: number) => ({ median: minutes * MINUTE, p90: minutes * MINUTE })
    const one = { incidents: 1, acknowledge: spread(1), mitigate: spread(2), resolve: spread(3) }
    expect(figures(whole('INC-1', [1, 2, 3]), whole('INC-2', [1, 2, 3], NIGHT + 30 * MINUTE))).toEqual([
      { month: '2026-11', severity: 'sev1', ...one },
      { month: '2026-12', severity: 'sev1', ...one },
    ])
  })
})

describe('an incident', () => {
  const only = (said: readonly Said[]) => {
    const [figure] = figures(records('INC-1', NIGHT, said))
    const minutes = (spread?: { readonly median: number }) => spread && spread.median / MINUTE
    return (
      figure && [
        figure.severity,
        minutes(figure.acknowledge),
        minutes(figure.mitigate),
        minutes(figure.resolve),
      ]
    )
  }

  it('has the severity that it had at its resolution', () => {
    const changed: Said = [5, 'noted', 'severity', { severity: 'sev3', reason: 'r' }]
    expect(only([declaredAs('sev1'), changed, resolve(9)])?.[0]).toBe('sev3')
    expect(only([declaredAs('sev1'), resolve(9), changed])?.[0]).toBe('sev1')
  })

  it('that began as an alert has the severity that people decided', () => {
    expect(only([[0, 'began', 'incident'], [2, 'decided', 'sev2'], resolve(9)])?.[0]).toBe('sev2')
  })

  it('is mitigated when it was the last time, or when it is resolved', () => {
    const began = declaredAs('sev2')
    expect(only([began, [1, 'decided', 'acknowledge'], resolve(9)])).toEqual(['sev2', 1, 9, 9])
    const again: readonly Said[] = [
      began,
      [3, 'completed', 'mitigated'],
      [4, 'completed', 'not-fixed'],
      [6, 'completed', 'mitigated'],
      resolve(9),
    ]
    expect(only(again)).toEqual(['sev2', undefined, 6, 9])
    expect(only([...again.slice(0, 3), resolve(9)])).toEqual(['sev2', undefined, 9, 9])
  })

  it('is acknowledged by a decision, not by a vote, and once', () => {
    const vote: Said = [1, 'voted', 'acknowledge']
    const twice: readonly Said[] = [
      [2, 'decided', 'acknowledge'],
      [3, 'decided', 'acknowledge'],
    ]
    expect(only([declaredAs('sev1'), vote, ...twice, resolve(9)])?.[1]).toBe(2)
  })

  it.each<[string, readonly Said[]]>([
    ['a drill', [declaredAs('sev1', { drill: true }), resolve(9)]],
    ['an ignored alert', [[0, 'began', 'incident'], [1, 'decided', 'ignore'], resolve(9)]],
    ['another playbook', [[0, 'began', 'release', { severity: 'sev1' }], resolve(9)]],
    ['without a severity', [[0, 'began', 'incident'], resolve(9)]],
    ['still open', [declaredAs('sev1'), [1, 'decided', 'acknowledge']]],
    ['whose beginning is not in the stream', [resolve(9)]],
  ])('counts for nothing: %s', (_why, said) => expect(only(said)).toBeUndefined())

  it('is not moved by attempts that were refused', () => {
    const refused = records('INC-1', NIGHT, [resolve(5)]).map(
      (one) => ({ ...one, result: 'refused' }) as const,
    )
    expect(figures(records('INC-1', NIGHT, [declaredAs('sev1')]), refused)).toEqual([])
  })
})

describe('a long stream', () => {
  it('leaves only what is open and three durations an incident', () => {
    const incidents = 10_000
    const noise: readonly Said[] = Array.from({ length: 6 }, (_, n) => [
      n + 2,
      'noted',
      'note',
      { text: 'x' },
    ])
    const stream = Array.from({ length: incidents }, (_, n) =>
      records(`INC-${n}`, NIGHT + n * MINUTE, [
        declaredAs('sev2'),
        [1 + (n % 5), 'decided', 'acknowledge'],
        ...noise,
        [10, 'completed', 'mitigated'],
        ...(n % 1_000 === 0 ? [] : [resolve(20)]),
      ]),
    )
    let sum = emptyFigures
    let seen = 0
    for (let n = 0; n < 500; n++) {
      // As it comes in life: what began together is told in turns.
      const open = stream.slice(n * 20, (n + 1) * 20)
      for (let line = 0; line < 10; line++)
        for (const one of open) {
          const record = one[line]
          if (record === undefined) continue
          sum = addRecord(sum, record)
          seen += 1
        }
    }
    expect(seen).toBe(99_990)
    expect(sum.open.size).toBe(10)
    const rows = figuresOf(sum, 'Europe/Paris')
    expect(rows.map(({ incidents: each }) => each).reduce((a, b) => a + b)).toBe(9_990)
    expect(new Set(rows.map(({ resolve: { median } }) => median))).toEqual(new Set([20 * MINUTE]))
    expect(rows[1]?.acknowledge).toEqual({ median: 3 * MINUTE, p90: 5 * MINUTE })
  })
})
