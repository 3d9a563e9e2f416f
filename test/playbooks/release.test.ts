import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { Actor, RunEvent } from '../../src/engine/event.ts'
import { type Fields, type Run, VIGIE } from '../../src/engine/run.ts'
import { choicesNow, notesNow, waitsFor } from '../../src/engine/standing.ts'
import { release, withFourEyes } from '../../src/playbooks/release.ts'

const vigie: Actor = { id: VIGIE, groups: [] }
const corentin: Actor = { id: 'corentin', groups: ['owners', 'responders'] }
const yan: Actor = { id: 'yan', groups: ['owners', 'responders'] }

const PLANNED = { version: 'v1.4.0', previous: 'v1.3.2', commit: 'aaa', notesDigest: 'n1', disagrees: '' }
const CLEAR = { held: '', blocked: '', e2eMissing: '', backupMissing: '', frozen: '' }

let keys = 0
function base(by: Actor, fields: Fields) {
  keys += 1
  return { key: `k${keys}`, at: keys * 1_000, by, door: 'test', fields }
}

function begun(): Run {
  const opening = { id: 'REL-1', key: 'start', at: 0, by: corentin, door: 'test', facts: { asked: 'minor' } }
  const durations = { gate: 1_000, watch: 1_800_000, silent: 1_000 }
  return begin(withFourEyes(release), { ...opening, durations }).run
}

/** Vigie's report ends the step. */
function ends(run: Run, outcome: string, fields: Fields = {}): Run {
  return submit(run, { ...base(vigie, fields), type: 'complete', step: run.step, outcome })
}

function told(run: Run, note: string, fields: Fields = {}, by: Actor = vigie): Run {
  return submit(run, { ...base(by, fields), type: 'note', note })
}

function decides(run: Run, by: Actor, decision: string, fields: Fields = {}): Run {
  return submit(run, { ...base(by, fields), type: 'decide', step: run.step, decision })
}

function submit(run: Run, event: RunEvent): Run {
  const result = advance(run, event)
  if (!result.advanced) throw new Error(`${event.type} at ${run.step}: ${result.reason}`)
  return result.run
}

const atStaging = (clear: Fields = CLEAR) => told(ends(begun(), 'planned', PLANNED), 'examined', clear)
const atTag = () => decides(atStaging(), corentin, 'ok', { flows: 'Login' })
const atApprove = () => decides(atTag(), corentin, 'release')
const atPublish = () => decides(atApprove(), yan, 'approve')
const atDeploy = () => ends(atPublish(), 'tagged', { releaseCommit: 'ccc', tagUrl: 'https://x' })
const atWatch = () => ends(ends(atDeploy(), 'deployed'), 'passed', { smoke: 'ok' })

function falls(run: Run, due: string): Run {
  const timer = run.timers.find(({ rule }) => rule === due)?.id ?? ''
  return submit(run, { ...base(vigie, {}), type: 'due', timer, restart: false })
}

const watched = (run: Run) => falls(run, 'watched')

describe('the release playbook', () => {
  it('leads from the plan over four gates to the announcement', () => {
    const over = ends(decides(watched(atWatch()), corentin, 'ok'), 'announced', { releaseUrl: 'https://x' })
    expect(over).toMatchObject({ state: 'finished', facts: { outcome: 'complete', tagged: true } })
    expect(over.history.filter(({ kind }) => kind === 'decided').map(({ what }) => what)).toEqual([
      'ok',
      'release',
      'approve',
      'ok',
    ])
    expect(over.history.at(-1)?.posts).toEqual(['release.announced', 'release.live'])
  })

  it('counts the silence of a deployment from the last that was heard of it', () => {
    const running = told(atDeploy(), 'progressed', { progress: 'running' })
    expect(running.timers.map(({ rule, dueAt }) => [rule, dueAt])).toEqual([['silent', keys * 1_000 + 1_000]])
    const silent = falls(running, 'silent')
    const heard = told(silent, 'progressed', { progress: 'queued' })
    expect([silent.facts['silent'], heard.facts['silent']]).toEqual([true, false])
  })

  it('asks about a version that the commits do not imply', () => {
    const asked = ends(begun(), 'planned', { ...PLANNED, disagrees: 'yes' })
    expect(asked).toMatchObject({ step: 'version' })
    expect(decides(asked, corentin, 'implied')).toMatchObject({ step: 'plan', facts: { takeImplied: true } })
    expect(decides(asked, corentin, 'asked', { reason: 'no data moves' }).step).toBe('prerequisites')
    expect(decides(asked, corentin, 'abort').facts['outcome']).toBe('aborted')
  })

  it.each([
    [{ held: 'yes', blocked: 'yes' }, 'prerequisites'],
    [{ held: 'yes', e2eMissing: 'yes' }, 'e2e'],
    [{ held: 'yes', backupMissing: 'yes' }, 'staging'],
  ])('is held by what is missing: %j', (missing, step) => {
    const held = atStaging({ ...CLEAR, ...missing })
    expect(held.step).toBe(step)
    expect(told(held, 'examined', CLEAR).step).toBe('staging')
  })

  it('waits for a backup before the tag', () => {
    const late = told(atStaging(), 'examined', CLEAR)
    const signed = decides(late, corentin, 'ok', { flows: 'Login' })
    expect(signed.step).toBe('tag')
    const old = told(signed, 'examined', { ...CLEAR, held: 'yes', backupMissing: 'yes' })
    expect(choicesNow(old).map(({ id }) => id)).toEqual(['abort'])
  })

  it('lets an owner override a freeze, with what follows asked again', () => {
    const frozen = atStaging({ ...CLEAR, held: 'yes', blocked: 'yes', frozen: 'yes' })
    expect(notesNow(frozen).map(({ id }) => id)).toContain('override')
    const over = advance(frozen, {
      ...base(yan, { overridden: 'security fix' }),
      type: 'note',
      note: 'override',
    })
    expect(over).toMatchObject({ run: { facts: { overridden: 'security fix', overriddenBy: 'yan' } } })
    const acts = over.advanced ? over.effects.filter(({ kind }) => kind === 'act') : []
    expect(acts).toMatchObject([{ action: 'release.examine' }])
    const red = atStaging({ ...CLEAR, held: 'yes', blocked: 'yes' })
    expect(notesNow(red).map(({ id }) => id)).not.toContain('override')
  })

  it.each([
    ['staging', atStaging],
    ['tag', atTag],
    ['approve', atApprove],
  ] as const)('is planned and decided anew when the branch moves at %s', (_name, at) => {
    const before = at()
    const moved = told(before, 'moved', { came: 'fix: login (bbb)', moveUrl: 'https://x' })
    expect(moved).toMatchObject({ step: 'plan' })
    const again = told(ends(moved, 'planned', { ...PLANNED, commit: 'bbb' }), 'examined', CLEAR)
    expect(again.step).toBe('staging')
    expect(again.gate?.code).not.toBe(before.gate?.code)
    expect(again.gate?.evidence).toMatchObject({ commit: 'bbb' })
  })

  it('is not moved any more once it is being carried out', () => {
    const late = { ...base(vigie, { came: 'x', moveUrl: 'y' }), type: 'note', note: 'moved' } as const
    expect(advance(atPublish(), late)).toMatchObject({ reason: 'not_now' })
    expect(advance(atDeploy(), late)).toMatchObject({ reason: 'not_now' })
    expect(ends(atPublish(), 'moved', { came: 'x', moveUrl: 'y' })).toMatchObject({
      step: 'plan',
      facts: { publishing: false },
    })
  })

  it('is not approved by whoever asked for it', () => {
    const own = { ...base(corentin, {}), type: 'decide', step: 'approve', decision: 'approve' } as const
    expect(advance(atApprove(), own)).toMatchObject({ reason: 'own_request' })
    // Saying no to it needs no second pair of eyes, and is a way out where there is none any more.
    expect(decides(atApprove(), corentin, 'deny', { reason: 'not today' })).toMatchObject({
      state: 'finished',
      facts: { outcome: 'denied' },
    })
    expect(atPublish().history.at(-1)).toMatchObject({ by: 'yan', evidence: { commit: 'aaa' } })
  })

  it.each([
    ['sent back', () => decides(atStaging(), corentin, 'fix', { reason: 'login broken' })],
    ['aborted', () => decides(atTag(), corentin, 'abort', { reason: 'not today' })],
    ['denied', () => decides(atApprove(), yan, 'deny', { reason: 'too risky' })],
  ])('ends %s, with nothing written', (outcome, end) => {
    expect(end()).toMatchObject({ state: 'finished', facts: { outcome } })
    expect(end().facts['tagged']).toBeUndefined()
  })

  it('offers the rollback from the deployment to the verdict, and nothing else holds it', () => {
    const failed = ends(atDeploy(), 'failed', { because: 'exit 1' })
    for (const run of [atDeploy(), failed, atWatch(), watched(atWatch())])
      expect(choicesNow(run).map(({ id }) => id)).toContain('rollback')
    const back = decides(atWatch(), corentin, 'rollback', { scenario: 'bug', reason: 'hours are gone' })
    expect(back).toMatchObject({ state: 'finished', facts: { outcome: 'rolled back', scenario: 'bug' } })
  })

  it('has nothing to go back to the first time: no rollback, and a way out all the same', () => {
    const first = (run: Run): Run => ({ ...run, facts: { ...run.facts, previous: '' } })
    const offered = (run: Run) => choicesNow(first(run)).map(({ id }) => id)
    expect(offered(atDeploy())).toEqual([])
    expect(offered({ ...atDeploy(), facts: { silent: true } })).toEqual(['by-hand', 'give-up'])
    expect(offered(ends(atDeploy(), 'failed'))).toEqual(['redeploy', 'go-on', 'give-up'])
    expect(offered(atWatch())).toEqual([])
    expect(notesNow(first(atWatch())).map(({ id }) => id)).not.toContain('rollback')
    const over = decides(first(ends(atDeploy(), 'failed')), yan, 'give-up', { reason: 'no host yet' })
    expect(over).toMatchObject({ state: 'finished', facts: { outcome: 'given up', tagged: true } })
  })

  it('gives no all-clear before the window is over, and asks for a reason while health fails', () => {
    expect(choicesNow(atWatch()).map(({ id }) => id)).toEqual(['rollback'])
    const failing = told(watched(atWatch()), 'unwell', { because: 'Docmost 503' })
    expect(choicesNow(failing).map(({ id }) => id)).toEqual(['ok-anyway', 'rollback'])
    expect(choicesNow(told(failing, 'well')).map(({ id }) => id)).toEqual(['ok', 'rollback'])
  })

  it('is not stopped by what failed late: the tag is being made all the same', () => {
    const run = told(atPublish(), 'failed', { what: 'release.examine', because: 'forbidden' })
    expect([choicesNow(run), run.history.at(-1)?.posts]).toEqual([[], ['release.failed']])
    const late = { ...base(vigie, { came: 'x', moveUrl: 'y' }), type: 'note', note: 'moved' } as const
    expect(advance(run, late)).toMatchObject({ reason: 'not_now' })
    expect(ends(run, 'tagged', { releaseCommit: 'ccc', tagUrl: 'https://x' }).step).toBe('deploy')
  })

  it('stops at what Vigie could not do until somebody mended it', () => {
    const failed = told(atPublish(), 'failed', { what: 'release.publish', because: 'refused' })
    expect(waitsFor(failed)).toBe('owners')
    const again: RunEvent = {
      ...base(yan, {}),
      type: 'complete',
      step: 'publish',
      outcome: 'retry',
    }
    expect(advance(failed, again)).toMatchObject({
      run: { step: 'publish', facts: { failed: false, publishing: true } },
      effects: [{ kind: 'act', action: 'release.publish' }, { kind: 'redraw' }],
    })
  })
})
