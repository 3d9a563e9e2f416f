import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { RunEvent } from '../../src/engine/event.ts'
import type { Playbook } from '../../src/engine/playbook.ts'
import { type Run, VIGIE } from '../../src/engine/run.ts'
import { choicesNow } from '../../src/engine/standing.ts'

const vigie = { id: VIGIE, groups: [] }
const ann = { id: 'ann', groups: ['owners'] }
const bob = { id: 'bob', groups: ['owners'] }

const playbook = {
  name: 'tagging',
  prefix: 'TAG',
  channel: 'ops',
  onBegin: [],
  timers: [],
  steps: [
    {
      id: 'look',
      kind: 'action',
      title: 'Look',
      actor: 'Vigie',
      output: 'commit',
      doneBy: VIGIE,
      outcomes: [
        { id: 'seen', label: 'Seen', past: 'seen', keeps: ['commit'], next: 'agree' },
        { id: 'again', label: 'Again', past: 'again', by: 'owners', next: 'look' },
      ],
    },
    {
      id: 'agree',
      kind: 'gate',
      title: 'Agree',
      actor: 'owners',
      output: 'agreed',
      approvers: 'owners',
      quorum: 2,
      evidence: ['commit'],
      decisions: [{ id: 'yes', label: 'Yes', past: 'agreed', next: 'tag' }],
    },
    {
      id: 'tag',
      kind: 'action',
      title: 'Tag',
      actor: 'Vigie',
      output: 'tag',
      doneBy: VIGIE,
      outcomes: [{ id: 'tagged', label: 'Tagged', past: 'tagged', next: 'end' }],
    },
  ],
  notes: [
    { id: 'checked', label: 'c', past: 'checked', by: VIGIE, keeps: ['commit', 'ci'], do: [] },
    {
      id: 'moved',
      label: 'm',
      past: 'moved',
      by: VIGIE,
      next: 'look',
      afterEnd: true,
      do: [{ post: 'tagging.moved', channel: 'elsewhere' }],
    },
  ],
} as const satisfies Playbook

let keys = 0
function base(by: RunEvent['by']) {
  keys += 1
  return { key: `k${keys}`, at: keys, by, door: 'test' }
}
const note = (id: string, fields: Record<string, string>): RunEvent => ({
  ...base(vigie),
  type: 'note',
  note: id,
  fields,
})
const vote = (by: RunEvent['by'], code?: string): RunEvent => ({
  ...base(by),
  type: 'decide',
  step: 'agree',
  decision: 'yes',
  fields: {},
  ...(code === undefined ? {} : { code }),
})
const seen = (commit: string, by: RunEvent['by'] = vigie): RunEvent => ({
  ...base(by),
  type: 'complete',
  step: 'look',
  outcome: 'seen',
  fields: { commit },
})

function begun(): Run {
  const opening = { id: 'TAG-1', key: 'start', at: 0, by: ann, door: 'test', facts: {}, durations: {} }
  return begin(playbook, opening).run
}

const agreeing = () => advance(begun(), seen('aaa')).run

describe('a gate that is bound to its evidence', () => {
  it('opens anew when the evidence changes: the votes are void and the old card decides nothing', () => {
    const voted = advance(agreeing(), vote(ann, 'TAG-1-A')).run
    const changed = advance(voted, note('checked', { commit: 'bbb' })).run
    expect(changed.gate).toMatchObject({ code: 'TAG-1-B', evidence: { commit: 'bbb' }, votes: [] })
    expect(advance(changed, vote(bob, 'TAG-1-A'))).toMatchObject({ advanced: false, reason: 'stale' })
    const agreed = advance(advance(changed, vote(ann, 'TAG-1-B')).run, vote(bob, 'TAG-1-B'))
    expect(agreed).toMatchObject({ run: { step: 'tag' }, entry: { evidence: { commit: 'bbb' } } })
  })

  it('stays open while other facts change', () => {
    const voted = advance(agreeing(), vote(ann, 'TAG-1-A')).run
    const checked = advance(voted, note('checked', { commit: 'aaa', ci: 'ok' })).run
    expect(checked.gate).toMatchObject({ code: 'TAG-1-A', votes: [{ by: 'ann' }] })
  })

  it('is left for an earlier step by a note that says so, and not after the end', () => {
    const back = advance(agreeing(), note('moved', {}))
    expect(back).toMatchObject({ advanced: true, run: { step: 'look', facts: { commit: 'aaa' } } })
    expect(back.run.gate).toBeUndefined()
    expect(advance(back.run, seen('ccc')).run.gate?.code).toBe('TAG-1-B')
    const over: Run = { ...agreeing(), state: 'finished' }
    expect(advance(over, note('moved', {})).run).toMatchObject({ state: 'finished', step: 'agree' })
  })

  it('tells in another channel what is for another channel', () => {
    const back = advance(agreeing(), note('moved', {}))
    const posts = back.advanced ? back.effects.filter(({ kind }) => kind === 'post') : []
    expect(posts).toMatchObject([{ kind: 'post', message: 'tagging.moved', channel: 'elsewhere' }])
  })
})

describe('a step of Vigie', () => {
  it('offers people only what is theirs', () => {
    expect(choicesNow(begun()).map(({ id }) => id)).toEqual(['again'])
    expect(advance(begun(), seen('aaa', ann))).toMatchObject({ reason: 'not_an_approver', group: VIGIE })
    const eve = { id: 'eve', groups: [] }
    const again: RunEvent = { ...base(eve), type: 'complete', step: 'look', outcome: 'again', fields: {} }
    expect(advance(begun(), again)).toMatchObject({ reason: 'not_an_approver', group: 'owners' })
  })
})

describe('whatever happens', () => {
  it('nothing is decided upon what is not so any more', () => {
    const commit = fc.constantFrom('aaa', 'bbb')
    const happening = fc.oneof(
      fc.record({ is: fc.constant('vote' as const), by: fc.constantFrom(ann, bob), ago: fc.nat(2) }),
      fc.record({ is: fc.constant('checked' as const), commit }),
      fc.record({ is: fc.constant('moved' as const), commit }),
    )
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (story) => {
        // What each card showed, by its code.
        const shown: { readonly code: string; readonly commit: unknown }[] = []
        let run = agreeing()
        for (const one of story) {
          const code = run.gate?.code
          if (code !== undefined && shown.at(-1)?.code !== code)
            shown.push({ code, commit: run.facts['commit'] })
          if (one.is === 'vote') {
            const card = shown.at(-1 - one.ago)
            if (card !== undefined) run = advance(run, vote(one.by, card.code)).run
          } else if (one.is === 'checked') {
            run = advance(run, note('checked', { commit: one.commit })).run
          } else if (run.step === 'agree') {
            run = advance(advance(run, note('moved', {})).run, seen(one.commit)).run
          }
          const decided = run.history.find(({ kind }) => kind === 'decided')
          if (decided !== undefined) {
            const card = shown.find((each) => each.code === decided.code)
            expect(decided.evidence).toEqual({ commit: card?.commit })
            expect(run.facts['commit']).toBe(card?.commit)
            return
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
