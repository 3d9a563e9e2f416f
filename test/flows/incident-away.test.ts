import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FullHouse, openFullHouse, withoutOwnAlerts } from './full-house.ts'
import { SLACK } from './house.ts'
import { asTimePasses, cardIn, cardShows, fill, repliesIn, replyOf } from './ops-channel.ts'
import { paris } from './paris.ts'

describe('another system is away when it is needed', () => {
  let house: FullHouse

  beforeEach(async () => {
    house = await openFullHouse({ startsAt: paris('2026-05-12 14:00'), team: withoutOwnAlerts })
    await house.people.command(SLACK.nadia, '/incident', 'sev1 Pages are lost')
    await replyOf(house, 'Changes of the last 24 h')
    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    await cardShows(house, 'Lead Corentin')
  })

  afterEach(async () => {
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  const waits = async () => (await repliesIn(house)).filter((text) => text.startsWith('Waits for '))

  it('GitHub at the post-mortem: said once, and proposed once when it is back', async () => {
    house.github.away()
    await fill(
      house,
      SLACK.corentin,
      { shown: await cardIn(house), button: 'Resolve' },
      { cause: 'A bad migration', impact: 'Pages lost', users: '3', dataLoss: 'no' },
    )
    expect((await replyOf(house, 'Waits for GitHub')).text).toMatch(
      /^Waits for GitHub - INC-1\n- To do: propose the post-mortem\n- Because: github: unreachable - .+\n- Nothing to do for you: it is done as soon as GitHub is back\.$/,
    )
    for (let n = 0; n < 3; n += 1) {
      const { missed } = house.github
      await asTimePasses(house, () => expect(house.github.missed).toBeGreaterThan(missed))
    }
    house.github.back()
    await asTimePasses(house, async () =>
      expect((await repliesIn(house)).join('\n')).toContain('Post-mortem proposed - INC-1'),
    )
    expect(await house.github.pulls()).toMatchObject([{ title: 'docs(post-mortem): INC-1 Pages are lost' }])
    expect(await waits()).toHaveLength(1)
  })

  it('the mail server at the confirmation: said once, and each gets one mail when it is back', async () => {
    await house.smtp.away()
    await fill(
      house,
      SLACK.ludo,
      { shown: await cardIn(house), button: 'Data loss' },
      { what: 'Pages of this morning' },
    )
    const flagged = await replyOf(house, 'Data may be lost')
    await fill(
      house,
      SLACK.corentin,
      { shown: flagged, button: 'Confirm and e-mail everybody' },
      { summary: 'Pages of this morning are gone' },
    )
    expect((await replyOf(house, 'Waits for the mail server')).text).toMatch(
      /^Waits for the mail server - INC-1\n- To do: e-mail everybody about the data loss\n- Because: smtp: unreachable\n/,
    )
    await house.smtp.back()
    house.smtp.refuse('ludo@formation-hub.example', 451)
    await asTimePasses(house, () => expect(house.smtp.mails).toHaveLength(3))
    house.smtp.accept('ludo@formation-hub.example')
    await asTimePasses(house, async () =>
      expect((await repliesIn(house)).join('\n')).toContain('Everybody was e-mailed - INC-1'),
    )
    expect(house.smtp.mails.map(({ to }) => to.split('@')[0]).sort()).toEqual([
      'corentin',
      'ludo',
      'nadia',
      'yan',
    ])
    expect(await waits()).toHaveLength(1)
    await cardShows(house, 'confirmed by Corentin at 14:00, e-mailed to 4 at ')
  })
})
