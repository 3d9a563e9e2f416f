import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { RunEvent } from '../../src/engine/event.ts'
import type { Playbook } from '../../src/engine/playbook.ts'
import { type Fields, type Run, VIGIE } from '../../src/engine/run.ts'
import { release } from '../../src/playbooks/release.ts'
import { rollback } from '../../src/playbooks/rollback.ts'
import type { AuditRecord } from '../../src/runs/ports.ts'
import { entryRecord } from '../../src/runs/record.ts'
import { addRelease, emptyReleases, releaseFiguresOf } from '../../src/runs/release-figures.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** 30 November 2026, 23:30 in Paris. */
const NIGHT = Date.UTC(2026, 10, 30, 22, 30)
const DURATIONS = { gate: HOUR, watch: 30 * MINUTE, silent: 20 * MINUTE, undone: 15 * MINUTE }
const PEOPLE = { id: 'yan', groups: ['owners', 'responders'] }

type Told = readonly [what: string, fields?: Fields]

/** The real run, one event a minute, and what the audit stream then holds of it. */
function story(playbook: Playbook, id: string, start: number, told: readonly Told[], facts: Fields = {}) {
  const beginning = { id, key: `${id} begins`, at: start, by: PEOPLE, door: 'slack', facts }
  const begun = begin(playbook, { ...beginning, durations: DURATIONS })
  const records: AuditRecord[] = [entryRecord(id, begun.entry)]
  let run: Run = begun.run
  for (const [n, [what, fields = {}]] of told.entries()) {
    const result = advance(run, eventOf(run, what, fields, `${id} ${n}`, start + (n + 1) * MINUTE))
    if (!result.advanced) throw new Error(`${id} at ${run.step}: ${what} is ${result.reason}`)
    records.push(entryRecord(id, result.entry))
    run = result.run
  }
  return { run, records }
}

function eventOf(run: Run, what: string, fields: Fields, key: string, at: number): RunEvent {
  const step = run.steps.find((one) => one.id === run.step)
  const base = { key, at, fields, door: 'slack' }
  const vigie = { id: VIGIE, groups: [] }
  const note = what.replace('note ', '')
  if (note !== what) return { ...base, type: 'note', by: vigie, note }
  if (step?.kind === 'gate') return { ...base, type: 'decide', by: PEOPLE, step: step.id, decision: what }
  const by = step?.doneBy === VIGIE && what !== 'rollback' ? vigie : PEOPLE
  return { ...base, type: 'complete', by, step: run.step, outcome: what }
}

const REASON = { scenario: 'bug', reason: 'the editor is white' }
const plan = (committedAt: number): readonly Told[] => [
  ['planned', { version: 'v1.4.0', previous: 'v1.3.2', commit: 'abc', committedAt: String(committedAt) }],
  ['note examined', { held: '', blocked: '', e2eMissing: '', backupMissing: '' }],
]
const decide: readonly Told[] = [['ok', { flows: 'all' }], ['release'], ['approve']]
/** In production nine minutes after it began. */
const deploy: readonly Told[] = [
  ['tagged'],
  ['note progressed', { progress: '1 of 2' }],
  ['note progressed'],
  ['deployed'],
]
const DEPLOYED_AFTER = 9 * MINUTE

const released = (committedAt: number, more: readonly Told[] = []) => [
  ...plan(committedAt),
  ...decide,
  ...deploy,
  ...more,
]
const aRelease = (id: string, start = NIGHT, lead = 5 * HOUR, more: readonly Told[] = []) =>
  story(release, id, start, released(start + DEPLOYED_AFTER - lead, more)).records

function figures(
  streams: readonly (readonly AuditRecord[])[],
  severities = new Map<string, 'sev1' | 'sev3'>(),
) {
  return releaseFiguresOf(streams.flat().reduce(addRelease, emptyReleases), severities, 'Europe/Paris')
}

const spread = (ms: number) => ({ median: ms, p90: ms })

describe('the releases of a month', () => {
  it('are those that reached production then, with the median time from their commits', () => {
    expect(
      figures([aRelease('REL-1'), aRelease('REL-2', NIGHT, 7 * HOUR), aRelease('REL-3', NIGHT + HOUR, HOUR)]),
    ).toEqual([
      {
        month: '2026-11',
        releases: 2,
        failed: 0,
        lead: { median: 6 * HOUR, p90: 7 * HOUR },
        restore: undefined,
      },
      { month: '2026-12', releases: 1, failed: 0, lead: spread(HOUR), restore: undefined },
    ])
  })

  it('are planned anew when the branch moves: the last plan counts', () => {
    const moved: readonly Told[] = [...plan(NIGHT - 9 * HOUR), ['note moved', { came: '2' }]]
    const { records } = story(release, 'REL-1', NIGHT, [...moved, ...released(NIGHT)])
    expect(figures([records])[0]?.lead).toEqual(spread(DEPLOYED_AFTER + 3 * MINUTE))
  })

  it('are in production also when somebody deployed by hand, or went on in spite of what failed', () => {
    const until = [...plan(NIGHT), ...decide, ['tagged'] as const]
    const byHand: readonly Told[] = [...until, ['note failed'], ['by-hand', { byHand: 'over ssh' }]]
    const wentOn: readonly Told[] = [...until, ['failed'], ['go-on', { reason: 'it is there' }]]
    const streams = [byHand, wentOn].map((told, n) => story(release, `REL-${n}`, NIGHT, told).records)
    expect(figures(streams)).toMatchObject([{ releases: 2, failed: 0 }])
  })

  it('without a time of its commits have no lead time', () => {
    const told: readonly Told[] = [['planned', { version: 'v1.4.0' }], ...released(0).slice(1)]
    expect(figures([story(release, 'REL-1', NIGHT, told).records])).toMatchObject([
      { releases: 1, lead: undefined },
    ])
  })

  it.each<[string, readonly Told[]]>([
    ['refused', [['refused', { because: 'v1.4.0 exists' }]]],
    ['aborted', [...plan(NIGHT), ['ok'], ['abort', { reason: 'not today' }]]],
    ['sent back', [...plan(NIGHT), ['fix', { reason: 'the editor is white' }]]],
    ['denied', [...plan(NIGHT), ['ok'], ['release'], ['deny', { reason: 'not today' }]]],
    ['whose tag was taken', [...plan(NIGHT), ...decide, ['taken', { because: 'by hand' }]]],
    ['rolled back before it was deployed', [...plan(NIGHT), ...decide, ['tagged'], ['rollback', REASON]]],
    ['still waiting', [...plan(NIGHT), ['ok'], ['release']]],
  ])('are none: %s', (_what, told) => {
    const { run, records } = story(release, 'REL-1', NIGHT, told)
    const fold = records.reduce(addRelease, emptyReleases)
    expect(releaseFiguresOf(fold, new Map(), 'Europe/Paris')).toEqual([])
    expect(fold.planned.size).toBe(run.state === 'open' ? 1 : 0)
  })
})

describe('a release failed', () => {
  const failedOf = (...streams: (readonly AuditRecord[])[]) => {
    const [figure] = figures(
      streams,
      new Map([
        ['INC-1', 'sev1'],
        ['INC-3', 'sev3'],
      ]),
    )
    return [figure?.releases, figure?.failed]
  }

  it('when it was rolled back at its smoke tests, in its watch, or after its end', () => {
    const smoke = aRelease('REL-1', NIGHT, HOUR, [
      ['failed', { smoke: 'KO' }],
      ['rollback', REASON],
    ])
    const watch = aRelease('REL-2', NIGHT, HOUR, [['passed'], ['rollback', REASON]])
    const later = aRelease('REL-3', NIGHT, HOUR, [['passed'], ['note rolled', { rollback: 'RBK-3' }]])
    expect(failedOf(smoke, watch, later, aRelease('REL-4'))).toEqual([4, 3])
  })

  it('when its deployment failed and it was rolled back: production was touched', () => {
    const told: readonly Told[] = [...plan(NIGHT), ...decide, ['tagged'], ['failed'], ['rollback', REASON]]
    expect(failedOf(story(release, 'REL-1', NIGHT, told).records)).toEqual([1, 1])
  })

  it('when a rollback says so, once however often it is told', () => {
    const back = story(rollback, 'RBK-1', NIGHT + HOUR, [], { release: 'REL-1', ...REASON })
    const told = aRelease('REL-1', NIGHT, HOUR, [['passed'], ['note rolled', { rollback: 'RBK-1' }]])
    expect(failedOf(told, back.records)).toEqual([1, 1])
  })

  it('when a SEV1 or SEV2 is linked to it, and not for a SEV3 or one that nobody knows', () => {
    const linked = (id: string, incident: string) =>
      aRelease(id, NIGHT, HOUR, [['note linked', { incident }]])
    expect(failedOf(linked('REL-1', 'INC-1'), linked('REL-2', 'INC-3'), linked('REL-3', 'INC-9'))).toEqual([
      3, 1,
    ])
  })

  it('and not when its smoke tests failed and somebody went on', () => {
    expect(
      failedOf(aRelease('REL-1', NIGHT, HOUR, [['failed'], ['go-on', { reason: 'a flaky test' }]])),
    ).toEqual([1, 0])
  })
})

describe('the time to restore', () => {
  it('is from the beginning of a rollback to its smoke tests, in the month of its beginning', () => {
    const told: readonly Told[] = [['deployed'], ['failed'], ['retry'], ['deployed'], ['passed']]
    const { records } = story(rollback, 'RBK-1', NIGHT + 28 * MINUTE, told, { scenario: 'bug' })
    const none = { releases: 0, failed: 0, lead: undefined }
    expect(figures([records])).toEqual([{ month: '2026-11', ...none, restore: spread(5 * MINUTE) }])
  })

  it('is unknown while production is not tested', () => {
    expect(figures([story(rollback, 'RBK-1', NIGHT, [['deployed']], { scenario: 'bug' }).records])).toEqual(
      [],
    )
  })
})

describe('the stream', () => {
  it('may begin in the middle, and repeat what was refused', () => {
    const [began, ...rest] = aRelease('REL-1')
    expect(figures([rest])).toEqual([])
    const refused = rest.map((record) => ({ ...record, result: 'refused' }) as const)
    expect(figures([began === undefined ? [] : [began], refused])).toEqual([])
  })
})
