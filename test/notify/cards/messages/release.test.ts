import { describe, expect, it } from 'vitest'
import type { Fields, Run } from '../../../../src/engine/run.ts'
import { renderMessage } from '../../../../src/notify/cards/index.ts'
import { cardToText } from '../../../../src/notify/text.ts'
import {
  ALL_OK,
  asked,
  chose,
  due,
  looked,
  releaseLook,
  remarked,
  STAGES,
} from '../../../fixtures/release-run.ts'

/** The message about the last entry of the run, or of `about` as `run` stands now. */
const card = (run: Run, name: string, about = run) =>
  renderMessage(run, name, about.history.length - 1, releaseLook(31)).card
const words = (run: Run, name: string, about = run) => cardToText(card(run, name, about))
const labels = (run: Run, name: string, about = run) =>
  card(run, name, about).buttons.map(({ label }) => label)

const TAG = 'https://github.com/acadenice/formation-hub/releases/tag/v1.4.0'

describe('a gate', () => {
  const waiting = due(STAGES.approve(), 'waiting', 42)

  it('waits from the last thing that people saw happen, whatever Vigie looked at since', () => {
    const looked = remarked(STAGES.approve(), 'examined', { minutes: 30, fields: ALL_OK })
    expect(words(due(looked, 'waiting', 42), 'release.waiting')).toContain('nothing happened for 30 min')
  })

  it('that nobody decides asks those who may, with its buttons as long as it is open', () => {
    expect(words(waiting, 'release.waiting')).toBe(
      [
        'Approve production waits - REL-7',
        '- Corentin and Yan - nothing happened for 30 min: approval is asked for.',
        '- Code REL-7-C - /ops approve REL-7-C',
      ].join('\n'),
    )
    expect(labels(waiting, 'release.waiting')).toEqual(['APPROVE', 'DENY'])
    const later = chose(waiting, 'approve', { minutes: 45, by: 'yan' })
    expect(labels(later, 'release.waiting', waiting)).toEqual([])
    expect(words(later, 'release.waiting', waiting)).not.toContain('Code')
  })

  it('that is held says why nobody can decide it', () => {
    const held = remarked(STAGES.approve(), 'examined', {
      minutes: 13,
      fields: { held: 'yes', 'check.backup': 'held - 27 h old, allowed are 24 h: make one' },
    })
    const waits = due(held, 'waiting', 43)
    expect(words(waits, 'release.waiting')).toContain(
      '- APPROVE is held: Backup - 27 h old, allowed are 24 h: make one',
    )
    expect(labels(waits, 'release.waiting')).toEqual(['DENY'])
  })

  it('opens anew when the branch moved, and what came is said', () => {
    const fields: Fields = {
      came: '- login: a fix (e5f6071, yan)',
      moveUrl: 'https://github.example/compare',
    }
    const moved = remarked(STAGES.approve(), 'moved', { minutes: 13, fields })
    expect(words(moved, 'release.moved')).toBe(
      [
        'Main moved - REL-7',
        '- Every gate opens anew: what was signed was signed for another commit.',
        '- What came',
        '  - login: a fix (e5f6071, yan)',
        '- Compare the two commits (https://github.example/compare)',
      ].join('\n'),
    )
  })

  it('is held at the last moment, with what holds it', () => {
    const held = chose(STAGES.publish(), 'held', { minutes: 16, fields: { heldBy: 'CI - lint is red' } })
    expect(words(held, 'release.held')).toBe(
      [
        'Held at the last moment - REL-7',
        '- Held by: CI - lint is red',
        '- Corentin and Yan - no tag was made. The prerequisites are examined again, and the gates open once more.',
      ].join('\n'),
    )
  })

  it('that a freeze held is let through by name', () => {
    const frozen = STAGES.staging(undefined, {
      'check.freeze':
        'held - vendredi soir until 6 Mar 00:00: wait for its end, or an owner overrides it with a reason',
      held: 'yes',
      blocked: 'yes',
      frozen: 'yes',
    })
    const run = remarked(frozen, 'override', {
      minutes: 5,
      by: 'yan',
      fields: { overridden: 'login is broken' },
    })
    expect(words(run, 'release.overridden')).toBe(
      [
        'Freeze overridden - REL-7',
        '- Why: login is broken',
        '- Freeze: vendredi soir until 6 Mar 00:00',
        '- Yan lets this release through; everything else still holds it.',
        '- Yan at 14:37',
      ].join('\n'),
    )
  })
})

describe('the end without production', () => {
  it.each([
    [
      'release.aborted',
      chose(STAGES.tag(), 'abort', { minutes: 11, by: 'yan', fields: { reason: 'Later' } }),
      'aborted',
      'Aborted by Yan at 14:43: Later',
    ],
    [
      'release.denied',
      chose(STAGES.approve(), 'deny', { minutes: 14, by: 'yan', fields: { reason: 'Not today' } }),
      'denied',
      'Denied by Yan at 14:46: Not today',
    ],
    [
      'release.sent-back',
      chose(STAGES.staging(), 'fix', { minutes: 9, by: 'yan', fields: { reason: 'Login fails' } }),
      'sent back (RETOUR FIX)',
      'RETOUR FIX by Yan at 14:41: Login fails',
    ],
  ])('%s says that nothing is left of it', (name, run, state, why) => {
    expect(words(run, name)).toBe(
      [
        `[RELEASE v1.4.0] formation-hub - ${state}`,
        `- ${why}`,
        '- No tag and no changelog commit was made.',
        '- REL-7',
      ].join('\n'),
    )
  })

  it('a refusal says why', () => {
    const run = chose(asked({ asked: 'v1.0.0' }), 'refused', {
      minutes: 1,
      fields: { because: 'v1.0.0 is lower' },
    })
    expect(words(run, 'release.refused')).toContain('- Refused by Vigie at 14:33: v1.0.0 is lower')
  })

  it('a tag that somebody pushed by hand is left alone', () => {
    const run = chose(STAGES.publish(), 'taken', {
      minutes: 16,
      fields: { because: 'v1.4.0 was pushed by hand' },
    })
    expect(words(run, 'release.taken')).toBe(
      [
        'The tag is taken - REL-7',
        '- Because: v1.4.0 was pushed by hand',
        "- Corentin and Yan - the release is refused: Vigie made no tag v1.4.0 and moves nobody else's. Was it meant? Then deploy it by hand, or release the next version.",
      ].join('\n'),
    )
  })
})

describe('on the way to production', () => {
  it('the tag is told, the pull request is asked for', () => {
    expect(words(STAGES.deploy(), 'release.tagged')).toBe(
      [
        'v1.4.0 is tagged - REL-7',
        `- The CHANGELOG is on the branch and the tag v1.4.0 (${TAG}) stands on f0e1d2c. The deployment comes next.`,
      ].join('\n'),
    )
    const fields = { pull: '12', pullUrl: 'https://github.example/pull/12' }
    const proposed = chose(STAGES.publish(), 'proposed', { minutes: 16, fields })
    expect(words(proposed, 'release.proposed')).toContain(
      '- Corentin and Yan - please merge #12 (https://github.example/pull/12): the tag v1.4.0 is put on it then.',
    )
  })

  it('a deployment that reports nothing or fails calls the owners with what they can do', () => {
    const silent = due(STAGES.deploy(), 'silent', 26)
    expect(words(silent, 'release.silent')).toContain(
      '- Corentin and Yan - please look at the workflow run: deploy it by hand and say so, or roll back.',
    )
    expect(labels(silent, 'release.silent')).toEqual(['Deployed by hand', 'Rollback'])
    const fields = { because: 'deploy-prod.yml ended as failure', progress: 'red after 2 min' }
    const failed = chose(STAGES.deploy(), 'failed', { minutes: 19, fields })
    expect(words(failed, 'release.deploy-failed')).toBe(
      [
        'The deployment failed - REL-7',
        '- Because: deploy-prod.yml ended as failure',
        '- Deployment: red after 2 min',
        '- Corentin and Yan - rollback to v1.3.2, or go on?',
        '- Code REL-7-D - /ops approve REL-7-D',
      ].join('\n'),
    )
    expect(labels(failed, 'release.deploy-failed')).toEqual(['Rollback', 'Deploy again', 'Go on'])
    const later = chose(failed, 'redeploy', { minutes: 20, by: 'yan' })
    expect(labels(later, 'release.deploy-failed', failed)).toEqual([])
  })

  it('what Vigie could not do has the button that tries again', () => {
    const fields = { what: 'release.publish', system: 'github', because: 'GitHub: forbidden' }
    const failed = remarked(STAGES.publish(), 'failed', { minutes: 16, fields })
    expect(words(failed, 'release.failed')).toBe(
      [
        'Could not write the CHANGELOG and the tag - REL-7',
        '- Because: GitHub: forbidden',
        '- Corentin and Yan - mend the cause, then Try again; or abort.',
      ].join('\n'),
    )
    expect(labels(failed, 'release.failed')).toEqual(['Try again', 'Abort'])
    const queued = remarked(STAGES.publish(), 'queued', { minutes: 16, fields })
    expect(words(queued, 'release.queued')).toContain('- To do: write the CHANGELOG and the tag')
  })
})

describe('in production', () => {
  it('the smoke tests are told; failed ones ask about a rollback', () => {
    expect(words(STAGES.watch(), 'release.smoked')).toContain(
      'Smoke OK - REL-7\n- Smoke: Docmost - ok - 200 in 84 ms\n',
    )
    const ko = chose(STAGES.smoke(), 'failed', { minutes: 21, fields: { smoke: 'Bridge - not ok - 503' } })
    expect(words(ko, 'release.smoke-failed')).toBe(
      [
        'Smoke KO - REL-7',
        '- Smoke: Bridge - not ok - 503',
        '- Corentin and Yan - rollback to v1.3.2, or go on?',
        '- Code REL-7-D - /ops approve REL-7-D',
      ].join('\n'),
    )
    expect(labels(ko, 'release.smoke-failed')).toEqual(['Rollback', 'Test again', 'Go on'])
  })

  it('a health that fails proposes the rollback at once, and is told when it is over', () => {
    const because = 'Bridge: 503, expected 200 - 2 looks in a row'
    const unwell = remarked(looked(STAGES.watch(), 20, [18, 19]), 'unwell', {
      minutes: 31,
      fields: { because },
    })
    const text = words(unwell, 'release.unwell')
    expect(text).toContain(`Production is unwell - v1.4.0\n- Because: ${because}\n- Watch: until 15:23`)
    expect(text).toContain('- Corentin and Yan - rollback to v1.3.2 is proposed.')
    expect(card(unwell, 'release.unwell').status).toBe('critical')
    expect(labels(unwell, 'release.unwell')).toEqual(['Rollback'])
    const well = remarked(unwell, 'well', { minutes: 32 })
    expect(words(well, 'release.well')).toContain('Production is well again - REL-7')
  })

  it('the verdict is asked for with the evidence', () => {
    const watched = STAGES.watched()
    expect(words(watched, 'release.verdict')).toBe(
      [
        'All OK or rollback? - v1.4.0',
        '- Watch: from 14:53 to 15:23',
        '  60 looks - worst 560 ms (Baserow, 15:05) - none failed',
        '- Corentin and Yan - the watch is over, your verdict please.',
        '- Code REL-7-D - /ops approve REL-7-D',
      ].join('\n'),
    )
    expect(labels(watched, 'release.verdict')).toEqual(['All OK', 'Rollback'])
    const told = { incident: 'INC-4', text: 'INC-4 opened 15:02 - Bridge 503' }
    const alerted = remarked(STAGES.watch(), 'alerted', { minutes: 31, fields: told })
    expect(words(alerted, 'release.alerted')).toBe(
      'Alert during the watch - REL-7\n- INC-4 opened 15:02 - Bridge 503',
    )
  })
})

describe('the announcement', () => {
  it("is the playbook's sentence, and #ops hears that the version is live", () => {
    const complete = STAGES.complete()
    expect(words(complete, 'release.announced')).toBe(
      [
        'Released v1.4.0. Highlights: A view of the planning for each course; Sessions end at midnight',
        `- Release notes (${TAG})`,
        '- REL-7',
      ].join('\n'),
    )
    expect(words(complete, 'release.live')).toBe(
      [
        'New version live: formation-hub v1.4.0',
        '- Before: v1.3.2',
        '- Environment: production',
        `- REL-7 - release notes (${TAG}). Back to the version before: /release rollback`,
        '- Vigie at 15:26',
      ].join('\n'),
    )
  })

  it('is a line where it is too long for a title', () => {
    const headline = 'A highlight that says much; '.repeat(8).trim()
    const planned = STAGES.planned(asked(), { headline })
    const long = STAGES.complete(
      STAGES.announce(
        STAGES.watched(
          STAGES.watch(
            STAGES.smoke(STAGES.deploy(STAGES.publish(STAGES.approve(STAGES.tag(STAGES.staging(planned)))))),
          ),
        ),
      ),
    )
    const { title, lines } = card(long, 'release.announced')
    expect(title).toBe('Released v1.4.0')
    expect(lines[0]).toBe(`Released v1.4.0. Highlights: ${headline}`)
  })
})
