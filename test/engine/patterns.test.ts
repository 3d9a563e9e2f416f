import { describe, expect, it } from 'vitest'
import { judgePattern, similarTo } from '../../src/engine/patterns.ts'
import type { Entry, Fields } from '../../src/engine/run.ts'
import { similarTitles } from '../../src/engine/titles.ts'

const DAY = 24 * 3_600_000
const rule = { count: 3, within: 30 * DAY }

function incident(id: string, day: number, facts: Fields, decided?: string) {
  const entry: Entry = {
    key: id,
    at: day * DAY,
    by: 'yan',
    door: 'slack',
    step: 'detect',
    kind: 'decided',
    what: decided ?? 'sev2',
    fields: {},
  }
  return { id, openedAt: day * DAY, facts: { severity: 'sev2', ...facts }, history: [entry] }
}

describe('titles are similar', () => {
  it.each([
    ['Docmost is down', 'DOCMOST down again!'],
    ['Docmost est tombé', 'Docmost is down'],
    ['Docmost ne répond plus', 'Docmost en panne (3e fois)'],
    ['Le disque est plein', 'Disk full on prod'],
    ['Erreurs 502 sur le login Docmost', 'Docmost: login error 504'],
    ['Sauvegarde de la base impossible', 'La sauvegarde base est impossible'],
  ])('%s - %s', (one, other) => expect(similarTitles(one, other)).toBe(true))
})

describe('titles are not similar', () => {
  it.each([
    ['Docmost is down', 'Baserow is down'],
    ['Docmost login error', 'Docmost export error'],
    ['Docmost is slow', 'Docmost is down'],
    ['Service degraded', 'Service degraded'],
    ['Panne', 'Panne'],
    ['Incident 12', 'Incident 13'],
    ['The one with the pages', 'The one with the rows'],
    ['Le pont ne synchronise plus les heures', 'La page des heures est lente'],
    ['', ''],
  ])('%s - %s', (one, other) => expect(similarTitles(one, other)).toBe(false))
})

describe('similar incidents', () => {
  const present = incident('INC-9', 40, {
    title: 'Docmost is down',
    service: 'docmost',
    runbook: 'docmost-down',
  })

  it('say why, latest first', () => {
    const others = [
      incident('INC-3', 20, { title: 'Docmost en panne', runbook: 'docmost-down' }),
      incident('INC-5', 30, { title: 'Editor loses words', service: 'Docmost ' }),
      incident('INC-6', 31, { title: 'Disk full', service: 'host', runbook: 'disk-full' }),
    ]
    expect(similarTo(present, others, rule).map(({ run, reasons }) => [run.id, reasons])).toEqual([
      ['INC-5', ['same_service']],
      ['INC-3', ['same_runbook', 'similar_title']],
    ])
  })

  it('began within the window before it: not earlier, not later, not itself', () => {
    const facts = { service: 'docmost' }
    const others = [
      incident('INC-1', 9.9, facts),
      incident('INC-2', 10, facts),
      incident('INC-9', 40, facts),
      incident('INC-10', 41, facts),
    ]
    expect(similarTo(present, others, rule).map(({ run }) => run.id)).toEqual(['INC-2'])
  })

  it('are no drills and no ignored alerts', () => {
    const others = [
      incident('INC-6', 30, { service: 'docmost', drill: true }),
      incident('INC-7', 30, { service: 'docmost' }, 'ignore'),
    ]
    expect(similarTo(present, others, rule)).toEqual([])
  })

  it('share a fact, not the lack of it', () => {
    const bare = incident('INC-9', 40, { title: 'Docmost is down', runbook: '' })
    const others = [incident('INC-6', 30, { title: 'Rows are gone', runbook: '' })]
    expect(similarTo(bare, others, rule)).toEqual([])
  })
})

describe('a pattern', () => {
  const facts = { title: 'Docmost is down' }
  const present = incident('INC-9', 40, facts)
  const before = [incident('INC-7', 30, facts), incident('INC-8', 35, facts)]

  it('is three within a month, the present one included', () => {
    expect(judgePattern(present, before, rule)).toEqual({
      found: true,
      within: rule.within,
      incidents: [
        { run: before[1], reasons: ['similar_title'] },
        { run: before[0], reasons: ['similar_title'] },
      ],
    })
  })

  it('is not two', () => {
    expect(judgePattern(present, before.slice(1), rule)).toEqual({ found: false })
  })

  it('is found in no drill and in no ignored alert', () => {
    const drill = incident('INC-9', 40, { ...facts, drill: true })
    expect(judgePattern(drill, before, rule)).toEqual({ found: false })
    expect(judgePattern(incident('INC-9', 40, facts, 'ignore'), before, rule)).toEqual({ found: false })
  })
})
