import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, cards, repliesIn } from './ops-channel.ts'

const MINUTE = 60_000

describe('what Vigie posts when Slack misbehaves', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http' })
  })
  afterEach(() => house.close())

  const declare = () => house.people.command(SLACK.yan, '/incident', 'sev1 Docmost is down')

  it('a card whose answer was lost is found again, not posted again', async () => {
    house.slack.fail('chat.postMessage', { when: 'after', times: 1 })
    await declare()
    await soon(async () => expect(await house.slack.pins('ops')).toHaveLength(1))
    expect(await cards(house)).toHaveLength(1)
    expect(house.slack.callsOf('chat.postMessage')).toHaveLength(1)
    expect(house.slack.callsOf('conversations.history').length).toBeGreaterThan(0)
  })

  it('a card that never arrived is posted, after having been looked for', async () => {
    house.slack.fail('chat.postMessage', { when: 'before', status: 500, times: 2 })
    await declare()
    await soon(async () => expect(await cards(house)).toHaveLength(1))
    expect(house.slack.callsOf('chat.postMessage')).toHaveLength(3)
  })

  it('a 429 is honoured for as long as Slack asks', async () => {
    house.slack.fail('chat.postMessage', { when: 'before', status: 429, headers: { 'retry-after': '2' } })
    await declare()
    await soon(async () => expect(await cards(house)).toHaveLength(1))
    const [first, second, ...more] = house.slack.callsOf('chat.postMessage')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_990)
    expect(more).toEqual([])
  })

  it('a card that was decided on before it could be posted shows the decision', async () => {
    house.slack.fail('chat.postMessage', { when: 'before', status: 503, times: 3 })
    await declare()
    await (await house.atConsole('corentin')).press('INC-1', 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since/))
  })

  it('a decision that happens while the card is being posted redraws it', async () => {
    house.slack.fail('chat.postMessage', { delayMs: 400 })
    await declare()
    await (await house.atConsole('corentin')).press('INC-1', 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since/))
    expect(await cards(house)).toHaveLength(1)
  })

  it('a channel that does not exist is no secret: the audit says what was given up', async () => {
    house.slack.fail('chat.postMessage', { when: 'before', error: 'channel_not_found', times: 5 })
    await declare()
    const yan = await house.atConsole('yan')
    await soon(async () =>
      expect((await yan.command('/ops audit INC-1')).answer).toContain('post - failed: channel_not_found'),
    )
  })
})

describe('timers', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http' })
    await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
  })
  afterEach(() => house.close())

  const lastPost = () => JSON.stringify(house.slack.callsOf('chat.postMessage').at(-1)?.body)

  it('the backup, then the owners are called, then the target is missed, once each, while nobody acknowledges', async () => {
    house.clock.jump(4 * MINUTE)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await repliesIn(house)).toEqual([])
    house.clock.jump(MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(1))
    expect((await repliesIn(house))[0]).toBe(
      'Not acknowledged - INC-1 [SEV1] Docmost is down\n- Yan - backup, please take it: nobody acknowledged for 5 min; Corentin was called first.\n- The target of SEV1: acknowledged within 15 min.\n- Code INC-1-A - /ops approve INC-1-A',
    )
    expect(lastPost()).toContain(`<@${SLACK.yan}>`)
    house.clock.jump(5 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(2))
    expect((await repliesIn(house))[1]).toBe(
      'Nobody answers - INC-1 [SEV1] Docmost is down\n- Corentin and Yan - one of you, please take it.\n- Not acknowledged for 10 min: Corentin and Yan were called before.\n- The target of SEV1: acknowledged within 15 min.\n- Code INC-1-A - /ops approve INC-1-A',
    )
    expect(lastPost()).toContain(`<@${SLACK.corentin}>`)
    house.clock.jump(5 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(3))
    expect((await repliesIn(house))[2]).toBe(
      'Target missed - INC-1\n- Not acknowledged within 15 min, the target of SEV1. The timeline keeps it.\n- Code INC-1-A - /ops approve INC-1-A',
    )
    house.clock.jump(10 * MINUTE)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await repliesIn(house)).toHaveLength(3)
  })

  it('nobody is called when somebody acknowledged', async () => {
    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    house.clock.jump(20 * MINUTE)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await repliesIn(house)).toEqual([])
  })

  it('reminders come every 30 minutes until it is resolved, one at a time after a long sleep', async () => {
    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    house.clock.jump(30 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(1))
    house.clock.jump(30 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(2))
    house.clock.jump(187 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(3))
    expect((await repliesIn(house))[2]).toContain('This is late by 2 h 37 min.')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await repliesIn(house)).toHaveLength(3)
  })
})
