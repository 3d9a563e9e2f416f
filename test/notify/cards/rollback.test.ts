import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import { cardOf, renderMessage } from '../../../src/notify/cards/index.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { chose, due, releaseLook, remarked, rolledBack } from '../../fixtures/release-run.ts'

const words = (run: Run) => cardToText(cardOf(run, releaseLook(5)))
const labels = (run: Run) => cardOf(run, releaseLook(5)).buttons.map(({ label }) => label)
const message = (run: Run, name: string) =>
  cardToText(renderMessage(run, name, run.history.length - 1, releaseLook(5)).card)

const BY_HAND = [
  '- By hand',
  '  git tag v1.4.0-rollback v1.3.2 && git push origin v1.4.0-rollback',
  '  gh workflow run deploy-prod.yml --ref v1.4.0-rollback',
]
const RUNBOOKS = 'https://github.com/acadenice/formation-hub/blob/HEAD/docs/runbooks'
const SMOKE = { smoke: 'Docmost - ok - 200 in 84 ms' }

const deployed = (run = rolledBack()) =>
  chose(run, 'deployed', {
    minutes: 3,
    fields: { progress: 'green after 2 min', deploymentUrl: 'https://ci.example/1' },
  })
const restored = (run = deployed()) => chose(run, 'passed', { minutes: 4, fields: SMOKE })

describe('the card of a rollback', () => {
  it.each([
    ['healthcheck', 'Healthcheck KO post-deploy'],
    ['bug', 'Bug critique decouvert dans watch period'],
  ])('%s: the stable version is deployed, and everything can be done by hand', (scenario, said) => {
    expect(words(rolledBack({ scenario }))).toBe(
      [
        '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - is being deployed',
        '- Comes back: v1.3.2',
        '- Goes: v1.4.0',
        `- Scenario: ${said}`,
        '- Why: Hours are saved twice',
        '- Release: REL-7',
        '- v1.3.2 is deployed by its workflow. Nothing holds it. Where GitHub is away: the commands beneath, then Done by hand.',
        ...BY_HAND,
        '- 3. Deploy the stable version (now) - Vigie and CI: the stable version in production',
        '- Next: 4. Smoke tests, 7. Tell everybody',
        '- RBK-2 - asked by Corentin at 14:32',
      ].join('\n'),
    )
  })

  it('migration: the backup is restored first, with its runbook', () => {
    const run = rolledBack({ scenario: 'migration', incident: 'INC-3' })
    expect(words(run)).toContain(
      `- Corentin and Yan - restore the Postgres backup from before the deployment of v1.4.0 - Restore from a backup (${RUNBOOKS}/runbook-restore-from-backup.md). Then Restored: the stable version is deployed after it.`,
    )
    expect(words(run)).toContain('- Incident: INC-3')
    expect(labels(run)).toEqual(['Restored'])
    expect(words(chose(run, 'done', { minutes: 4, by: 'yan' }))).toContain(
      '- 1. Restore the backup - restored the backup by Yan at 14:36',
    )
  })

  it('credentials: the secrets are rotated first, the logs are audited at the end', () => {
    const run = rolledBack({ scenario: 'credentials' })
    expect(words(run)).toContain(
      `- Corentin and Yan - rotate every secret that may have leaked - Rotate the secrets (${RUNBOOKS}/runbook-rotate-secrets.md).`,
    )
    const audit = restored(deployed(chose(run, 'done', { minutes: 2, by: 'yan' })))
    expect(words(audit)).toContain('[ROLLBACK v1.4.0 to v1.3.2] formation-hub - the logs are to be audited')
    expect(words(audit)).toContain('- Corentin and Yan - production is restored. Audit the logs:')
    expect(words(audit)).not.toContain('By hand')
  })

  it('goes without a runbook where none is configured', () => {
    const look = { ...releaseLook(5), runbook: () => undefined }
    const text = cardToText(cardOf(rolledBack({ scenario: 'migration' }), look))
    expect(text).toContain('from before the deployment of v1.4.0. Then Restored:')
  })

  it('says what to do when it is stuck, and that it is over', () => {
    const stuck = chose(rolledBack(), 'failed', {
      minutes: 3,
      fields: { because: 'the workflow is gone', progress: 'red' },
    })
    expect(words(stuck)).toContain(
      '- Corentin and Yan - bring v1.3.2 into production by hand: the workflow is gone. Then Done by hand, or Try again.',
    )
    expect(labels(stuck)).toEqual(['Try again', 'Done by hand'])
    const over = chose(restored(), 'closed', { minutes: 5 })
    expect(words(over)).toContain('[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back')
    expect(words(over)).toContain('- The stable version is back in production.')
    expect(labels(over)).toEqual([])
  })
})

describe('the messages of a rollback', () => {
  it('call whoever is on call when it stands still', () => {
    expect(message(due(rolledBack({ scenario: 'migration' }), 'undone', 15), 'rollback.waiting')).toBe(
      [
        'Restore the backup waits - RBK-2',
        '- Corentin - nothing was said for 15 min: Postgres as it was before the deployment is asked for.',
      ].join('\n'),
    )
    expect(message(due(rolledBack(), 'silent', 10), 'rollback.silent')).toContain(
      '- Corentin - please look at the workflow run; the commands by hand stand on the card.',
    )
    const failed = chose(rolledBack(), 'failed', { minutes: 3, fields: { because: 'the workflow is gone' } })
    expect(message(failed, 'rollback.deploy-failed')).toBe(
      [
        'The rollback was not deployed - RBK-2',
        '- Because: the workflow is gone',
        '- Corentin - bring v1.3.2 back by hand; the commands stand on the card.',
      ].join('\n'),
    )
    const ko = chose(deployed(), 'failed', { minutes: 4, fields: { smoke: 'Bridge - not ok' } })
    expect(message(ko, 'rollback.smoke-failed')).toContain(
      'Smoke KO after the rollback - RBK-2\n- Smoke: Bridge - not ok',
    )
    const undone = remarked(rolledBack(), 'failed', {
      minutes: 1,
      fields: { what: 'rollback.deploy', because: 'GitHub is off' },
    })
    expect(message(undone, 'rollback.failed')).toBe(
      [
        'Could not start the deployment of the stable version - RBK-2',
        '- Because: GitHub is off',
        '- Corentin - type the commands on the card now, then Done by hand.',
      ].join('\n'),
    )
  })

  it('say that production is back, and what runs there now', () => {
    expect(message(restored(), 'rollback.restored')).toContain('formation-hub is back on v1.3.2 - RBK-2')
    const over = chose(restored(deployed(rolledBack({ incident: 'INC-3' }))), 'closed', { minutes: 5 })
    expect(message(over, 'rollback.done')).toBe(
      [
        '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back',
        '- The tag v1.4.0 stays where it is; its fix is another version.',
        '- The incident is INC-3; a post-mortem may be owed.',
        '- RBK-2',
      ].join('\n'),
    )
    expect(message(over, 'rollback.live')).toBe(
      [
        'Rolled back: formation-hub v1.3.2 is live',
        '- Gone: v1.4.0',
        '- Why: Hours are saved twice',
        '- The incident is INC-3; a post-mortem may be owed.',
        '- Vigie at 14:37',
      ].join('\n'),
    )
  })
})
