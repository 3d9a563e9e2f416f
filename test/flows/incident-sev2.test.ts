import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FullHouse, openFullHouse, withoutOwnAlerts } from './full-house.ts'
import { SLACK } from './house.ts'
import { cardIn, cardShows, eventually, fill, repliesIn, replyOf } from './ops-channel.ts'
import { paris } from './paris.ts'

/** The Monday is a public holiday: of the four working hours, one is on Friday and three are on Tuesday. */
describe('two SEV2 on a Friday at 17:00, before a long weekend', () => {
  let house: FullHouse

  beforeAll(async () => {
    house = await openFullHouse({ startsAt: paris('2026-05-22 17:00'), team: withoutOwnAlerts })
    await house.people.command(SLACK.nadia, '/incident', 'sev2 The editor is slow')
    await eventually(() => cardIn(house, 'INC-1'))
    await house.people.command(SLACK.nadia, '/incident', 'sev2 Exports fail')
    await eventually(() => cardIn(house, 'INC-2'))
  })

  afterAll(async () => {
    expect(house.smtp.mails).toEqual([])
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  const at = (time: string) => house.clock.jumpTo(paris(`2026-05-${time}`))
  const calls = async (run: string) =>
    (await repliesIn(house, run)).filter((text) =>
      /^(Not acknowledged|Nobody answers|Target missed)/.test(text),
    )

  it('the target is on the next working day', async () => {
    await cardShows(house, '- Target: acknowledge by 26 May 12:00 - in 4 d', 'INC-1')
    await cardShows(house, 'calling Corentin, to be acknowledged by 26 May 12:00', 'INC-2')
    expect(await (await fetch(`${house.origin}/api/status`)).json()).toEqual({ state: 'operational' })
  })

  it('nobody is called or reminded in the evening, on the weekend or on the holiday', async () => {
    const asked = async () =>
      (await repliesIn(house, 'INC-1')).filter((text) => text.startsWith('Update due'))
    at('22 17:30:30')
    await eventually(async () => expect(await asked()).toHaveLength(1))
    for (const time of ['22 20:00', '23 11:00', '25 11:00', '26 09:00']) {
      at(time)
      await house.people.command(SLACK.yan, '/incident', 'show INC-1')
      expect(await asked()).toHaveLength(1)
    }
    // Half an hour of work after the last one: it began on Friday and ends on Tuesday.
    at('26 09:01')
    await eventually(async () => expect(await asked()).toHaveLength(2))
    at('26 09:59:30')
    await eventually(async () => expect(await asked()).toHaveLength(3))
    expect([...(await calls('INC-1')), ...(await calls('INC-2'))]).toEqual([])
  })

  it('the backup is called after two working hours', async () => {
    at('26 10:00:30')
    for (const run of ['INC-1', 'INC-2'])
      expect((await replyOf(house, 'Not acknowledged', { run })).text).toContain(
        '- Yan - backup, please take it: nobody acknowledged for 2 working h; Corentin was called first.\n- The target of SEV2: acknowledged within 4 working h.',
      )
  })

  it('raised to SEV1, the targets count anew, and hours do not matter any more', async () => {
    at('26 10:30')
    await house.people.command(SLACK.yan, '/incident', 'severity INC-1 sev1 nobody can edit any more')
    expect((await replyOf(house, 'SEV2 is SEV1 now')).text).toBe(`SEV2 is SEV1 now - INC-1
- From: SEV2
- To: SEV1
- Why: nobody can edit any more
- Target: acknowledged within 15 min, an update every 30 min
- Corentin - you are on call, please acknowledge.
- Yan at 10:30`)
    await cardShows(house, '- Target: acknowledge by 10:45 - in 15 min')
    at('26 10:40:30')
    expect((await replyOf(house, 'Nobody answers')).text).toContain('- Not acknowledged for 10 min: ')
    at('26 10:45:30')
    expect((await replyOf(house, 'Target missed')).text).toContain(
      '- Not acknowledged within 15 min, the target of SEV1.',
    )
    expect(await calls('INC-2')).toHaveLength(1)
  })

  it('the other one goes on at its own pace', async () => {
    at('26 11:00:30')
    expect((await replyOf(house, 'Nobody answers', { run: 'INC-2' })).text).toContain(
      '- Corentin and Yan - one of you, please take it.\n- Not acknowledged for 3 working h: ',
    )
    at('26 12:00:30')
    expect((await replyOf(house, 'Target missed', { run: 'INC-2' })).text).toContain(
      '- Not acknowledged within 4 working h, the target of SEV2. The timeline keeps it.',
    )
  })

  it('at the end each escalation is audited against the severity of its time', async () => {
    await house.people.click(SLACK.yan, await cardIn(house, 'INC-1'), 'Acknowledge')
    const card = await cardShows(house, 'Lead Yan')
    await fill(
      house,
      SLACK.yan,
      { shown: card, button: 'Resolve' },
      { cause: 'A slow query', impact: 'Slow pages', users: 'all', dataLoss: 'no' },
    )
    expect((await replyOf(house, 'Escalations audited')).text).toBe(`Escalations audited - INC-1
- call to the backup: due 26 May 10:00, ran 26 May 10:00
- call to the owners: due 26 May 10:40, ran 26 May 10:40
- missed target: due 26 May 10:45, ran 26 May 10:45`)
    expect((await replyOf(house, '[SEV1 RESOLVED]')).text).toContain('- Duration down: 91h00m')
  })
})

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
