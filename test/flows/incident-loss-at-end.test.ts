import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FullHouse, openFullHouse, withoutOwnAlerts } from './full-house.ts'
import { SLACK } from './house.ts'
import { cardIn, cardShows, eventually, fill, replyOf, wordsOf } from './ops-channel.ts'
import { paris } from './paris.ts'

describe('a SEV3 whose data loss is said only when it is resolved', () => {
  let house: FullHouse

  beforeAll(async () => {
    house = await openFullHouse({ startsAt: paris('2026-05-12 11:00'), team: withoutOwnAlerts })
    await house.people.command(SLACK.nadia, '/incident', 'sev3 An export is empty')
    await house.people.click(SLACK.yan, await eventually(() => cardIn(house)), 'Acknowledge')
  })

  afterAll(async () => {
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  it('is not over: the lead is asked to confirm', async () => {
    const card = await cardShows(house, 'Lead Yan')
    await fill(
      house,
      SLACK.yan,
      { shown: card, button: 'Resolve' },
      { cause: 'A wrong filter', impact: '12 rows were overwritten', users: '2', dataLoss: 'yes' },
    )
    expect((await replyOf(house, 'Data may be lost')).text).toContain(
      '- What: 12 rows were overwritten\n- Yan - you lead, so you confirm it. Confirming e-mails everybody once.',
    )
    const open = await cardShows(house, '8. Notify the authority (now)')
    expect(open.text).toContain('- Data loss: yes - flagged by Yan at 11:00, not confirmed yet')
    expect(house.smtp.mails).toEqual([])
  })

  it('confirmed, everybody is e-mailed once', async () => {
    await fill(
      house,
      SLACK.yan,
      { shown: await replyOf(house, 'Data may be lost'), button: 'Confirm and e-mail everybody' },
      { summary: '12 rows of the planning were overwritten' },
    )
    await replyOf(house, 'Everybody was e-mailed')
    expect(house.smtp.mails).toHaveLength(4)
  })

  it('the direction files the notice by the button of the card, and that is the end', async () => {
    const card = await cardShows(house, 'e-mailed to 4')
    await fill(house, SLACK.ludo, { shown: card, button: 'Notice filed' }, { reference: 'CNIL-9' })
    expect((await replyOf(house, 'Authority notified')).text).toBe(`Authority notified - INC-1
- Reference: CNIL-9
- Within the 72 h.
- Ludo at 11:00`)
    const over = await cardShows(house, 'authority notified at 11:00 - reference CNIL-9')
    expect(wordsOf(over.blocks)).not.toContain('"type":"button"')
    expect(await house.github.pulls()).toEqual([])
  })
})
