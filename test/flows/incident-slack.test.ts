import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, lastView, repliesIn } from './ops-channel.ts'

const MINUTE = 60_000

describe.each(['http', 'socket'] as const)('an incident in Slack, over %s', (transport) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport })
  })
  afterEach(async () => {
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  it('is declared, acknowledged, updated and resolved', async () => {
    const declared = await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    expect(JSON.stringify(declared.body)).toContain('INC-1 declared - [SEV1] Docmost is down')
    await vi.waitFor(async () => {
      expect((await cardIn(house)).text).toMatch(
        /^\[SEV1\] formation-hub - Docmost is down\n- Symptom: Docmost is down\n- Started: \d\d:\d\d\n- Investigating: nobody yet - calling Corentin, to be acknowledged by \d\d:\d\d\n- ETA: investigating\n- Channel: #ops\n- Code INC-1-A - \/ops approve INC-1-A\n- INC-1 - declared by Nadia at \d\d:\d\d$/,
      )
    })
    await vi.waitFor(async () => expect(await house.slack.pins('ops')).toEqual([(await cardIn(house)).ts]))

    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    await vi.waitFor(async () =>
      expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since \d\d:\d\d/),
    )

    await house.people.click(SLACK.corentin, await cardIn(house), 'Update')
    await house.people.submit(SLACK.corentin, lastView(house), {
      investigating: 'The disk is full',
      eta: '15:00',
    })
    await vi.waitFor(async () => expect(await repliesIn(house)).toHaveLength(1))
    expect((await repliesIn(house))[0]).toMatch(
      /^Update - INC-1\n- Investigating: The disk is full\n- ETA: 15:00/,
    )
    await vi.waitFor(async () => expect((await cardIn(house)).text).toContain('- ETA: 15:00'))

    house.clock.jump(62 * MINUTE)
    await vi.waitFor(async () => expect(await repliesIn(house)).toHaveLength(2))
    expect((await repliesIn(house))[1]).toMatch(
      /^Update due - INC-1\n- Corentin - no update since \d\d:\d\d\. Say where it stands, every 30 min at least/,
    )

    await house.people.click(SLACK.yan, await cardIn(house), 'Resolve')
    await house.people.submit(SLACK.yan, lastView(house), {
      cause: 'Logs filled the disk',
      impact: 'No page could be saved',
      users: '40',
      dataLoss: 'no',
    })
    await vi.waitFor(async () =>
      expect((await cardIn(house)).text).toMatch(/^\[SEV1 RESOLVED\] formation-hub - back online/),
    )
    await vi.waitFor(async () => expect(await repliesIn(house)).toHaveLength(3))
    expect((await repliesIn(house))[2]).toMatch(
      /^\[SEV1 RESOLVED\] formation-hub - back online\n- Duration down: 1h02m\n- Root cause: Logs filled the disk\n- Impact: No page could be saved - users affected: 40 - data loss: no\n- Post-mortem: docs\/post-mortems\/\d{4}-\d\d-\d\d-docmost-is-down\.md \(published within 7 days\)\n- INC-1 - Docmost is down$/,
    )
    await vi.waitFor(async () => expect(await house.slack.pins('ops')).toEqual([]))
    expect((await house.ops()).filter((text) => text.startsWith('[SEV1'))).toHaveLength(1)
  })
})
