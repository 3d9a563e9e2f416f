import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Shown } from '../fakes/slack-seen.ts'
import { type House, openHouse, SLACK } from './house.ts'

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

  /** The card as #ops shows it now. */
  async function card(): Promise<Shown> {
    const found = (await house.slack.messages('ops')).find((message) => message.text?.startsWith('[SEV'))
    if (found === undefined) throw new Error('no card in #ops')
    return found
  }

  async function replies(): Promise<readonly string[]> {
    const under = await house.slack.replies('ops', (await card()).ts ?? '')
    return under.map((message) => message.text ?? '')
  }

  it('is declared, acknowledged, updated and resolved', async () => {
    const declared = await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    expect(JSON.stringify(declared.body)).toContain('INC-1 declared - [SEV1] Docmost is down')
    await vi.waitFor(async () => {
      expect((await card()).text).toMatch(/^\[SEV1\] formation-hub - Docmost is down\n- Symptom: Docmost is down\n- Started: \d\d:\d\d\n- Investigating: nobody yet - calling Corentin, to be acknowledged by \d\d:\d\d\n- ETA: investigating\n- Channel: #ops\n- Code INC-1-A - \/ops approve INC-1-A\n- INC-1 - declared by Nadia at \d\d:\d\d$/)
    })
    await vi.waitFor(async () => expect(await house.slack.pins('ops')).toEqual([(await card()).ts]))

    await house.people.click(SLACK.corentin, await card(), 'Acknowledge')
    await vi.waitFor(async () => expect((await card()).text).toMatch(/Investigating: Corentin since \d\d:\d\d/))

    await house.people.click(SLACK.corentin, await card(), 'Update')
    const update = house.slack.views.at(-1)
    if (update === undefined) throw new Error('no form')
    await house.people.submit(SLACK.corentin, update, { investigating: 'The disk is full', eta: '15:00' })
    await vi.waitFor(async () => expect(await replies()).toHaveLength(1))
    expect((await replies())[0]).toMatch(/^Update - INC-1\n- Investigating: The disk is full\n- ETA: 15:00/)
    await vi.waitFor(async () => expect((await card()).text).toContain('- ETA: 15:00'))

    house.clock.jump(62 * MINUTE)
    await vi.waitFor(async () => expect(await replies()).toHaveLength(2))
    expect((await replies())[1]).toMatch(/^Update due - INC-1\n- Corentin - no update since \d\d:\d\d\. Say where it stands, every 30 min at least/)

    await house.people.click(SLACK.yan, await card(), 'Resolve')
    const resolve = house.slack.views.at(-1)
    if (resolve === undefined) throw new Error('no form')
    await house.people.submit(SLACK.yan, resolve, {
      cause: 'Logs filled the disk',
      impact: 'No page could be saved',
      users: '40',
      dataLoss: 'no',
    })
    await vi.waitFor(async () => expect((await card()).text).toMatch(/^\[SEV1 RESOLVED\] formation-hub - back online/))
    await vi.waitFor(async () => expect(await replies()).toHaveLength(3))
    expect((await replies())[2]).toMatch(/^\[SEV1 RESOLVED\] formation-hub - back online\n- Duration down: 1h02m\n- Root cause: Logs filled the disk\n- Impact: No page could be saved - users affected: 40 - data loss: no\n- Post-mortem: docs\/post-mortems\/\d{4}-\d\d-\d\d-docmost-is-down\.md \(published within 7 days\)\n- INC-1 - Docmost is down$/)
    await vi.waitFor(async () => expect(await house.slack.pins('ops')).toEqual([]))
    expect((await house.ops()).filter((text) => text.startsWith('[SEV1'))).toHaveLength(1)
  })
})
