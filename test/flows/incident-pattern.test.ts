import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FullHouse, openFullHouse, withoutOwnAlerts } from './full-house.ts'
import { SLACK } from './house.ts'
import { cardIn, cardShows, eventually, fill, repliesIn, replyOf } from './ops-channel.ts'
import { paris } from './paris.ts'

describe('three incidents of a kind within a month', () => {
  let house: FullHouse

  beforeAll(async () => {
    house = await openFullHouse({ startsAt: paris('2026-06-01 10:00'), team: withoutOwnAlerts })
  })

  afterAll(async () => {
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  async function resolve(run: string): Promise<void> {
    await house.people.click(SLACK.corentin, await eventually(() => cardIn(house, run)), 'Acknowledge')
    const card = await cardShows(house, 'Lead Corentin', run)
    await fill(
      house,
      SLACK.corentin,
      { shown: card, button: 'Resolve' },
      { cause: 'The pool was full', impact: 'No pages', users: '12', dataLoss: 'no' },
    )
    await replyOf(house, 'Post-mortem proposed', { run })
  }

  it('two of them are nothing special', async () => {
    await house.people.command(SLACK.yan, '/incident', 'sev2 Docmost is slow')
    await resolve('INC-1')
    house.clock.jumpTo(paris('2026-06-12 15:00'))
    const alert = {
      title: 'The wiki does not answer',
      service: 'docmost',
      severity: 'critical',
      id: 'probe-7',
    }
    expect(await house.alert(JSON.stringify(alert), 'generic')).toBe(202)
    await cardShows(house, '[SEV1] formation-hub - The wiki does not answer', 'INC-2')
    await resolve('INC-2')
    expect((await repliesIn(house, 'INC-2')).join('\n')).not.toContain('Strategic escalation')
  })

  it('the third one is for the owners, with what they have in common', async () => {
    house.clock.jumpTo(paris('2026-06-25 09:30'))
    await house.people.command(SLACK.nadia, '/incident', 'sev3 Docmost is slow again')
    expect(
      (await replyOf(house, 'Strategic escalation', { run: 'INC-3' })).text,
    ).toBe(`Strategic escalation - 3 similar incidents within 30 d
- INC-3: Docmost is slow again - 09:30 - this one
- INC-2: The wiki does not answer - 12 Jun 15:00 - same runbook
- INC-1: Docmost is slow - 1 Jun 10:00 - same runbook, similar title
- Corentin and Yan - decide what changes, beyond this incident.
- The playbook asks for: escalade strategique (refactor architecture, ressources additionnelles, etc.)
- Runbooks: update them with what these incidents have in common.
- INC-3 [SEV3] Docmost is slow again`)
    await cardShows(house, 'Pattern: the same as INC-2', 'INC-3')
    await replyOf(house, 'Issue opened', { run: 'INC-3' })
  })

  it('and has a post-mortem, though it is a SEV3', async () => {
    await resolve('INC-3')
    expect((await house.github.pulls()).map(({ title }) => title)).toEqual([
      'docs(post-mortem): INC-1 Docmost is slow',
      'docs(post-mortem): INC-2 The wiki does not answer',
      'docs(post-mortem): INC-3 Docmost is slow again',
    ])
  })
})
