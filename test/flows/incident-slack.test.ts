import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aheadAt, MINUTE, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, lastView, repliesIn } from './ops-channel.ts'

describe.each(['http', 'socket'] as const)('an incident in Slack, over %s', (transport) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport, ahead: aheadAt('2027-03-03 10:00') })
  })
  afterEach(async () => {
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  it('is declared, acknowledged, updated and resolved', async () => {
    const declared = await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    expect(JSON.stringify(declared.body)).toContain('INC-1 declared - [SEV1] Docmost is down')
    await soon(async () => {
      expect((await cardIn(house)).text).toMatch(
        /^\[SEV1\] formation-hub - Docmost is down\n- Symptom: Docmost is down\n- Started: \d\d:\d\d\n- Investigating: nobody yet - calling Corentin, to be acknowledged by \d\d:\d\d\n- ETA: investigating\n- Channel: #ops\n- Target: acknowledge by \d\d:\d\d - in 1\d min\n- Runbook: Docmost is down \(https:\/\/github\.com\/\S+\/docs\/runbooks\/runbook-docmost-down\.md\) - because of: docmost\n- 1\. Detect - declared by Nadia at \d\d:\d\d\n- 2\. Triage \(now\) - on call: team alerted\n- Next: 3\. Investigate, 4\. Mitigate, 5\. Verify, 6\. Communicate, 7\. Post-mortem\n- Code INC-1-A - \/ops approve INC-1-A\n- INC-1 - declared by Nadia at \d\d:\d\d$/,
      )
    })
    await soon(async () => expect(await house.slack.pins('ops')).toEqual([(await cardIn(house)).ts]))

    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    await soon(async () =>
      expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since \d\d:\d\d/),
    )

    await house.people.click(SLACK.corentin, await cardIn(house), 'Update')
    await house.people.submit(SLACK.corentin, lastView(house), {
      investigating: 'The disk is full',
      eta: '15:00',
    })
    await soon(async () => expect(await repliesIn(house)).toHaveLength(1))
    expect((await repliesIn(house))[0]).toMatch(
      /^Update - INC-1\n- Investigating: The disk is full\n- ETA: 15:00/,
    )
    await soon(async () => expect((await cardIn(house)).text).toContain('- ETA: 15:00'))

    house.clock.jump(62 * MINUTE)
    await soon(async () => expect(await repliesIn(house)).toHaveLength(2))
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
    await soon(async () =>
      expect((await cardIn(house)).text).toMatch(/^\[SEV1 RESOLVED\] formation-hub - back online/),
    )
    await soon(async () => expect(await repliesIn(house)).toHaveLength(5))
    const last = (await repliesIn(house)).slice(2)
    expect(last.find((text) => text.startsWith('[SEV1 RESOLVED]'))).toMatch(
      /^\[SEV1 RESOLVED\] formation-hub - back online\n- Duration down: 1h02m\n- Root cause: Logs filled the disk\n- Impact: No page could be saved - users affected: 40 - data loss: no\n- Post-mortem: docs\/post-mortems\/\d{4}-\d\d-\d\d-docmost-is-down\.md \(published within 7 days\)\n- INC-1 - Docmost is down$/,
    )
    expect(last.find((text) => text.startsWith('Escalations audited'))).toMatch(
      /^Escalations audited - INC-1(\n- (call to the backup|call to the owners|missed target): would have been due \d+ \w+ \d\d:\d\d, decided before){3}$/,
    )
    expect(last.find((text) => text.startsWith('Could not'))).toMatch(
      /^Could not propose the post-mortem - INC-1\n- Because: GitHub is off \(no GITHUB_TOKEN\): write docs\/post-mortems\/\S+\.md by hand\n- Corentin - ask for it again, or take its text from the run's page in the console\.$/,
    )
    await soon(async () => expect(await house.slack.pins('ops')).toEqual([]))

    await house.people.click(SLACK.yan, await cardIn(house), 'Published')
    await soon(async () => expect(await repliesIn(house)).toHaveLength(6))
    expect((await repliesIn(house))[5]).toMatch(
      /^Post-mortem published - INC-1 Docmost is down\n- For everybody to read\.\n/,
    )
    expect((await house.app.storage.store.get('INC-1'))?.state).toBe('finished')
    expect((await house.ops()).filter((text) => text.startsWith('[SEV1'))).toHaveLength(1)
  })
})
