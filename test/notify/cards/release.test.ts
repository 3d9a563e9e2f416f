import { describe, expect, it } from 'vitest'
import type { Fields, Run } from '../../../src/engine/run.ts'
import { cardOf } from '../../../src/notify/cards/index.ts'
import { cardToText } from '../../../src/notify/text.ts'
import {
  asked,
  chose,
  due,
  FLOWS,
  looked,
  PLANNED,
  releaseLook,
  remarked,
  STAGES,
} from '../../fixtures/release-run.ts'

/** The card as a person would read it aloud, so many minutes after 14:32. */
const words = (run: Run, minutes = 0) => cardToText(cardOf(run, releaseLook(minutes)))
const title = (run: Run, minutes = 0) => cardOf(run, releaseLook(minutes)).title
const labels = (run: Run) => cardOf(run, releaseLook(0)).buttons.map(({ label }) => label)
const status = (run: Run) => cardOf(run, releaseLook(0)).status

const COMMIT = 'https://github.com/acadenice/formation-hub/commit/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
const COMPARE =
  'https://github.com/acadenice/formation-hub/compare/v1.3.2...a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
const TAG = 'https://github.com/acadenice/formation-hub/releases/tag/v1.4.0'

const HEAD = [
  '- Version: v1.4.0 - after v1.3.2 - asked: minor',
  '- Implied: minor: 2 features',
  `- Commit: a1b2c3d (${COMMIT}) on main`,
  `- Commits: 3 commits since v1.3.2 (${COMPARE}) by corentin, nadia, yan`,
]
const MET = [
  '- Evidence',
  '  - CI: ok - 14 of 14 checks green (14:33)',
  '  - E2E on staging: ok - e2e.yml green at 13:58 (14:33)',
  '  - Backup: ok - formation-hub-2026-11-23.dump, 5 h old (14:33)',
  '  - Calendar: ok - no freeze (14:33)',
  '  - Incidents: ok - no SEV1 is open (14:33)',
  '  - Lock: ok - nothing else is released to production (14:33)',
  '  - CHANGELOG: ok - 3 entries (14:33)',
]
const CHANGES = [
  '- Changes',
  '  Features',
  '  - planning: a view for each course (b2c3d4e, corentin)',
  '  - export: a CSV for each course (c3d4e5f, nadia)',
  '  Fixes',
  '  - login: the session of a trainer ends at midnight (d4e5f60, yan)',
]
const NOTES = [
  '  Added',
  '  - A view of the planning for each course',
  '  - CSV export',
  '  Fixed',
  '  - Sessions end at midnight',
]
const SIGNED = [
  '- Signed: Staging OK - Corentin at 14:42 (3 flows)',
  '  Tag - Corentin at 14:44',
  '  APPROVE - Yan at 14:47',
]
const AHEAD = '12. Smoke tests, 14. Watch production, 15. Announce'
const FOOTER = '- REL-7 - asked by Corentin at 14:32'

/** With four eyes: Corentin asked for it. */
const strict = () =>
  STAGES.approve(STAGES.tag(STAGES.staging(STAGES.planned(asked({ asked: 'minor' }, true)))))

describe('the card of a release', () => {
  it('begins with what was asked', () => {
    expect(words(asked())).toBe(
      [
        '[RELEASE minor] formation-hub - being planned',
        '- Version: not known yet - asked: minor',
        '- 1. Decide the release (now) - Vigie: decision and target version',
        `- Next: 3. Prerequisites, 5. Validate staging, 7. Tag, 8. Approve production, 9. CHANGELOG and tag, 11. Deploy, ${AHEAD}`,
        FOOTER,
      ].join('\n'),
    )
    expect(words(asked({}))).toContain('- Version: not known yet - asked: whatever the commits imply')
    expect(title(asked({ asked: 'patch', hotfix: true }))).toBe(
      '[HOTFIX patch] formation-hub - being planned',
    )
  })

  it('is all that one needs to validate staging', () => {
    expect(words(STAGES.staging())).toBe(
      [
        '[RELEASE v1.4.0] formation-hub - staging is to be validated',
        '- Corentin and Yan - try it on staging (https://staging.formation-hub.example), then OK, or RETOUR FIX with what is to be fixed.',
        '- To try on staging',
        ...FLOWS.map((flow) => `  - ${flow}`),
        ...HEAD,
        '- Prerequisites - 7 of 7 ok',
        '- 1. Decide the release - planned by Vigie at 14:33',
        '- 5. Validate staging (now) - owners: sign-off staging',
        `- Next: 7. Tag, 8. Approve production, 9. CHANGELOG and tag, 11. Deploy, ${AHEAD}`,
        '- Code REL-7-A - /ops approve REL-7-A',
        ...MET,
        ...CHANGES,
        '- Unreleased in the CHANGELOG',
        ...NOTES,
        FOOTER,
      ].join('\n'),
    )
    expect(labels(STAGES.staging())).toEqual(['OK', 'RETOUR FIX'])
  })

  it('asks whether to release, and says that nothing is written yet', () => {
    expect(title(STAGES.tag())).toBe('[RELEASE v1.4.0] formation-hub - release or abort?')
    expect(words(STAGES.tag())).toContain(
      '- Corentin and Yan - release v1.4.0 or abort? Nothing is written before the approval.',
    )
    expect(labels(STAGES.tag())).toEqual(['Release', 'Abort'])
  })

  it('asks another than who asked for it to approve, where four eyes hold', () => {
    const text = words(strict())
    expect(title(strict())).toBe('[RELEASE v1.4.0] formation-hub - APPROVE or DENY?')
    expect(text).toContain(
      '- Yan - APPROVE commits the CHANGELOG, tags v1.4.0 and deploys it to production. DENY ends the release, and nothing is written. Four eyes: Corentin asked for it and does not approve it.',
    )
    expect(words(STAGES.approve())).toContain('- Corentin and Yan - APPROVE commits the CHANGELOG')
    expect(labels(strict())).toEqual(['APPROVE', 'DENY'])
  })

  it('says that nobody may decide when nobody may', () => {
    const look = { ...releaseLook(0), membersOf: () => [] }
    expect(cardToText(cardOf(STAGES.tag(), look))).toContain('- Nobody who may decide is in owners - release')
  })

  it('follows what is carried out', () => {
    const running = remarked(STAGES.deploy(), 'progressed', {
      minutes: 17,
      fields: { deployment: '4711', deploymentUrl: 'https://ci.example/4711', progress: 'running, 2 min' },
    })
    const text = words(running)
    expect(text).toContain('[RELEASE v1.4.0] formation-hub - is being deployed')
    expect(text).toContain([...SIGNED, `- Tag: v1.4.0 (${TAG}) on f0e1d2c`].join('\n'))
    expect(text).toContain('- Deployment: running, 2 min - follow it (https://ci.example/4711)')
    expect(text).not.toContain('Prerequisites - ')
    expect(text).not.toContain('Changes')
    expect(title(due(running, 'silent', 26))).toBe(
      '[RELEASE v1.4.0] formation-hub - deployment reports nothing',
    )
    expect(labels(due(running, 'silent', 26))).toEqual(['Deployed by hand', 'Rollback'])
    const byHand = chose(due(running, 'silent', 26), 'by-hand', {
      minutes: 30,
      by: 'yan',
      fields: { byHand: 'ssh prod, docker compose up -d' },
    })
    expect(words(byHand)).toContain('- Deployed by hand: ssh prod, docker compose up -d')
  })

  it('waits for the CHANGELOG where the branch takes pull requests only', () => {
    const run = chose(STAGES.publish(), 'proposed', {
      minutes: 16,
      fields: { pull: '12', pullUrl: 'https://github.example/pull/12' },
    })
    expect(title(run)).toBe('[RELEASE v1.4.0] formation-hub - waits for the CHANGELOG to be merged')
    expect(words(run)).toContain('- CHANGELOG: #12 (https://github.example/pull/12)')
    expect(words(run)).toContain(
      '- Merge #12 (https://github.example/pull/12) of the CHANGELOG: the tag follows. Closed unmerged it ends the release.',
    )
    const closed = chose(run, 'closed', { minutes: 20 })
    expect(words(closed)).toContain(
      '- Aborted by Vigie at 14:52: the pull request of the CHANGELOG was closed\n- No tag was made. The CHANGELOG is in #12 (https://github.example/pull/12).',
    )
  })

  it('says who may mend what Vigie could not do', () => {
    const failed = remarked(STAGES.publish(), 'failed', {
      minutes: 16,
      fields: { what: 'release.publish', because: 'GitHub: forbidden' },
    })
    expect(title(failed)).toBe('[RELEASE v1.4.0] formation-hub - tagging failed')
    expect(words(failed)).toContain('- Corentin and Yan - mend what is said in the thread, then Try again.')
    expect(labels(failed)).toEqual(['Try again', 'Abort'])
    // At a gate there is nothing to try again: people decide there all the same.
    const atGate = remarked(STAGES.tag(), 'failed', {
      minutes: 11,
      fields: { what: 'release.examine', because: 'GitHub: forbidden' },
    })
    expect(title(atGate)).toBe('[RELEASE v1.4.0] formation-hub - release or abort?')
    expect(words(atGate)).not.toContain('Try again')
  })
})

describe('the version', () => {
  const disagrees: Fields = {
    implied: 'major',
    impliedVersion: 'v2.0.0',
    impliedBecause: '1 breaking change',
    disagrees: 'yes',
  }
  const gate = STAGES.planned(asked(), disagrees)

  it('is settled by a person when the commits imply another one', () => {
    expect(title(gate)).toBe('[RELEASE v1.4.0] formation-hub - which version?')
    expect(words(gate)).toContain('- DISAGREES: the commits imply v2.0.0 - major: 1 breaking change\n')
    expect(words(gate)).toContain(
      '- Corentin and Yan - the commits imply v2.0.0, asked was minor. Which of the two is it?',
    )
    expect(labels(gate)).toEqual(['Take the implied one', 'Keep the asked one', 'Abort'])
  })

  it('that was kept says by whom and why', () => {
    const kept = chose(gate, 'asked', { minutes: 2, by: 'yan', fields: { reason: 'the API is unused' } })
    expect(words(kept)).toContain(
      '- DISAGREES: the commits imply v2.0.0 - major: 1 breaking change - kept by Yan: the API is unused',
    )
  })

  it('is the first one where there is none before it', () => {
    const first = STAGES.planned(asked(), { previous: '', version: 'v0.1.0', impliedVersion: 'v0.1.0' })
    expect(words(first)).toContain('- Version: v0.1.0 - the first release - asked: minor')
  })
})

describe('the prerequisites', () => {
  it('say what holds it, before a gate and at one', () => {
    const red: Fields = { 'check.ci': 'held - 1 of 14 checks is red: lint', held: 'yes', blocked: 'yes' }
    const blocked = STAGES.staging(undefined, red)
    expect(title(blocked)).toBe('[RELEASE v1.4.0] formation-hub - held')
    expect(words(blocked)).toContain(
      [
        '- It goes on by itself as soon as nothing holds it any more.',
        '- Held: CI - 1 of 14 checks is red: lint',
        ...HEAD,
        '- Prerequisites - 6 of 7 ok',
        '  - CI: HELD - 1 of 14 checks is red: lint (14:33)',
      ].join('\n'),
    )
    const old: Fields = { 'check.backup': 'held - 30 h old', held: 'yes', backupMissing: 'yes' }
    expect(words(STAGES.staging(undefined, old))).toContain(
      '- What follows will be held: Backup - 30 h old\n',
    )
    expect(labels(STAGES.staging(undefined, old))).toEqual(['OK', 'RETOUR FIX'])
  })

  it('say since when, and what is still running', () => {
    const waits: Fields = { 'check.ci': 'waits - 3 of 14 checks run', held: 'yes', blocked: 'yes' }
    const first = STAGES.staging(undefined, waits)
    const again = remarked(first, 'examined', { minutes: 4, fields: waits })
    expect(words(again, 5)).toContain('  - CI: waits - 3 of 14 checks run (14:33)')
    const green = remarked(again, 'examined', {
      minutes: 6,
      fields: { 'check.ci': 'ok - 14 of 14 checks green', held: '', blocked: '' },
    })
    expect(words(green, 7)).toContain('  - CI: ok - 14 of 14 checks green (14:38)')
  })

  it('hold when they say a word that nobody knows', () => {
    const odd = STAGES.staging(undefined, { 'check.lock': 'maybe', held: 'yes', blocked: 'yes' })
    expect(words(odd)).toContain('  - Lock: HELD - maybe (14:33)')
  })

  it('say who overrode a freeze, and why', () => {
    const frozen = STAGES.staging(undefined, {
      'check.freeze': 'held - Friday evening',
      held: 'yes',
      blocked: 'yes',
      frozen: 'yes',
    })
    expect(labels(frozen)).toEqual(['Override the freeze', 'Abort'])
    const run = remarked(frozen, 'override', {
      minutes: 5,
      by: 'yan',
      fields: { overridden: 'the login is broken' },
    })
    expect(words(run)).toContain('- Freeze overridden: the login is broken - Yan\n')
  })

  it('wait for E2E and for a backup by themselves', () => {
    const e2e = STAGES.staging(undefined, {
      'check.e2e': 'held - e2e.yml is red',
      held: 'yes',
      e2eMissing: 'yes',
    })
    expect(title(e2e)).toBe('[RELEASE v1.4.0] formation-hub - waits for E2E on staging')
    expect(words(e2e)).toContain('- It goes on by itself as soon as E2E on staging is green.')
  })
})

describe('what was signed', () => {
  it('is void once another commit is there', () => {
    const came = Array.from({ length: 8 }, (_, n) => `- fix ${n + 1} (e5f6071, yan)`).join('\n')
    const moveUrl = 'https://github.example/compare'
    const moved = remarked(STAGES.approve(), 'moved', { minutes: 13, fields: { came, moveUrl } })
    const again = STAGES.staging(STAGES.planned(moved, { commit: 'b'.repeat(40) }))
    expect(words(STAGES.approve())).toContain('- Signed: Staging OK')
    expect(words(again)).not.toContain('Signed')
    expect(words(again)).toContain('- Code REL-7-D - ')
    expect(words(again)).toContain(
      '- main moved at 14:45: every gate opened anew. What came - compare (https://github.example/compare)\n  - fix 1 (e5f6071, yan)',
    )
    expect(words(again)).toContain('  - fix 6 (e5f6071, yan)\n  and 2 more lines\n')
  })
})

describe('the watch', () => {
  it('says until when, what was seen and what is asked', () => {
    const run = looked(STAGES.watch(), 20)
    expect(title(run, 31)).toBe('[RELEASE v1.4.0] formation-hub - is watched until 15:23')
    expect(words(run, 31)).toContain(
      '- Watch: until 15:23 - in 20 min\n  20 looks - worst 270 ms (Baserow, 14:56) - none failed',
    )
    expect(words(run, 31)).toContain(
      '- Corentin and Yan - nothing to do while it is well. Rollback brings v1.3.2 back at once.',
    )
    expect(labels(run)).toEqual(['Rollback'])
    expect(words(STAGES.watch(), 21)).toContain('no look yet')
  })

  it('proposes the rollback as soon as it fails, and names the alerts', () => {
    const run = remarked(
      remarked(looked(STAGES.watch(), 20, [18, 19]), 'unwell', {
        minutes: 31,
        fields: { because: 'Bridge: 503, expected 200 - 2 looks in a row' },
      }),
      'alerted',
      { minutes: 31, fields: { incident: 'INC-4', text: 'INC-4 opened 15:02 - Bridge 503' } },
    )
    expect(title(run, 31)).toBe('[RELEASE v1.4.0] formation-hub - production is unwell, rollback?')
    expect(status(run)).toBe('critical')
    expect(words(run, 31)).toContain(
      '- Corentin and Yan - rollback is proposed: Bridge: 503, expected 200 - 2 looks in a row. It brings v1.3.2 back.',
    )
    expect(words(run, 31)).toContain('2 failed, last 15:02: Bridge 503, expected 200')
    expect(words(run, 31)).toContain('- Alerts (1): INC-4 opened 15:02 - Bridge 503')
  })

  it('asks for the verdict when its time is over', () => {
    expect(title(STAGES.watched(), 52)).toBe('[RELEASE v1.4.0] formation-hub - all OK or rollback?')
    expect(words(STAGES.watched(), 52)).toContain(
      '- Watch: from 14:53 to 15:23\n  60 looks - worst 560 ms (Baserow, 15:05) - none failed',
    )
    expect(labels(STAGES.watched())).toEqual(['All OK', 'Rollback'])
  })

  it('asks about a rollback when the deployment or the smoke tests failed', () => {
    const red = chose(STAGES.deploy(), 'failed', {
      minutes: 19,
      fields: { because: 'deploy-prod.yml ended as failure', progress: 'red after 2 min' },
    })
    expect(title(red)).toBe('[RELEASE v1.4.0] formation-hub - deployment failed, rollback?')
    expect(words(red)).toContain(
      '- Corentin and Yan - deploy-prod.yml ended as failure. Rollback brings v1.3.2 back.',
    )
    expect(labels(red)).toEqual(['Rollback', 'Deploy again', 'Go on'])
    const ko = chose(STAGES.smoke(), 'failed', { minutes: 21, fields: { smoke: 'Bridge - not ok - 503' } })
    expect(title(ko)).toBe('[RELEASE v1.4.0] formation-hub - smoke tests failed, rollback?')
    expect(words(ko)).toContain('- Smoke: Bridge - not ok - 503')
  })
})

describe('a release that is over', () => {
  const UNTOUCHED = '- No tag and no changelog commit was made.'

  it('is complete, with everything that was', () => {
    const text = words(STAGES.complete(), 55)
    expect(title(STAGES.complete())).toBe('[RELEASE v1.4.0] formation-hub - complete')
    expect(status(STAGES.complete())).toBe('done')
    expect(text).toContain(
      [
        '[RELEASE v1.4.0] formation-hub - complete',
        '- Announced by Vigie at 15:26',
        '- Watch: from 14:53 to 15:23',
      ].join('\n'),
    )
    expect(text).toContain(`- Release notes: published (${TAG})\n`)
    expect(text).toContain([...CHANGES, '- CHANGELOG', ...NOTES, FOOTER].join('\n'))
    expect(labels(STAGES.complete())).toEqual([])
    expect(text).not.toContain('Code')
  })

  it.each([
    [
      'aborted',
      chose(STAGES.tag(), 'abort', { minutes: 11, by: 'yan', fields: { reason: 'Later' } }),
      'Aborted by Yan at 14:43: Later',
    ],
    [
      'denied',
      chose(strict(), 'deny', { minutes: 14, by: 'yan', fields: { reason: 'Not today' } }),
      'Denied by Yan at 14:46: Not today',
    ],
    [
      'sent back (RETOUR FIX)',
      chose(STAGES.staging(), 'fix', { minutes: 9, by: 'corentin', fields: { reason: 'Login fails' } }),
      'RETOUR FIX by Corentin at 14:41: Login fails',
    ],
    [
      'refused',
      chose(asked({ asked: 'v1.0.0' }), 'refused', {
        minutes: 1,
        fields: { because: 'v1.0.0 is there already' },
      }),
      'Refused by Vigie at 14:33: v1.0.0 is there already',
    ],
  ])('is %s and left nothing behind', (state, run, why) => {
    expect(title(run)).toContain(`formation-hub - ${state}`)
    expect(words(run)).toContain(`- ${why}\n${UNTOUCHED}\n`)
    expect(words(run)).not.toContain('Prerequisites - ')
    expect(labels(run)).toEqual([])
  })

  it('says what is left when the tag was taken: nothing, or the commit of an attempt before', () => {
    const because = 'v1.4.0 was pushed by hand to b2c3d4e'
    const taken = (fields: Fields) => chose(STAGES.publish(), 'taken', { minutes: 16, fields })
    const refused = `- Refused by Vigie at 14:48: ${because}`
    expect(words(taken({ because }))).toContain(`${refused}\n${UNTOUCHED}`)
    expect(words(taken({ because, leftover: 'c3d4e5f' }))).toContain(
      `${refused}\n- No tag was made. The changelog commit c3d4e5f stays on main.`,
    )
  })

  it('is rolled back: the tag stays, and the rollback is named', () => {
    const gone = chose(looked(STAGES.watch(), 4), 'rollback', {
      minutes: 24,
      by: 'yan',
      fields: { scenario: 'bug', reason: 'Hours are saved twice' },
    })
    const text = words(remarked(gone, 'rolled', { minutes: 24, fields: { rollback: 'RBK-2' } }))
    expect(text).toContain('[RELEASE v1.4.0] formation-hub - rolled back')
    expect(text).toContain('- Rollback: RBK-2')
    expect(text).toContain(
      `- Rolled back by Yan at 14:56: Bug critique decouvert dans watch period - Hours are saved twice\n- The tag v1.4.0 (${TAG}) and its CHANGELOG commit were made; they stay.`,
    )
  })
})

describe('long lists', () => {
  it('are cut, and say how much is missing', () => {
    const many = Array.from({ length: 40 }, (_, n) => `- change ${n}`)
    const run = STAGES.staging(
      STAGES.planned(asked(), { changes: ['Features', ...many].join('\n'), notes: 'x'.repeat(5_000) }),
    )
    expect(words(run)).toContain('  - change 12\n  and 27 more lines\n')
    expect(words(run)).not.toContain('change 13')
    expect(words(run)).toContain(`  ${'x'.repeat(300)}...\n`)
  })

  it('say that the CHANGELOG is empty', () => {
    expect(words(STAGES.planned(asked(), { ...PLANNED, notes: '' }))).toContain(
      '- Unreleased - nothing stands in the CHANGELOG',
    )
  })
})
