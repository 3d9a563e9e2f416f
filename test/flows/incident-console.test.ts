import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aheadAt, MINUTE, soon } from './beside.ts'
import { type House, openHouse } from './house.ts'
import { cardIn, repliesIn } from './ops-channel.ts'

describe('an incident in the web console', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http', ahead: aheadAt('2027-03-03 10:00') })
  })
  afterEach(() => house.close())

  it('is declared, acknowledged, updated and resolved, and Slack shows the same', async () => {
    const corentin = await house.atConsole('corentin')
    const declared = await corentin.command('/incident sev1 Docmost is down')
    expect(declared.answer).toContain('INC-1 declared - [SEV1] Docmost is down')
    expect(declared.text).toContain('[SEV1] formation-hub - Docmost is down')
    await soon(async () => expect((await cardIn(house)).text).toContain('nobody yet - calling Corentin'))

    expect((await corentin.press('INC-1', 'Acknowledge')).answer).toContain('INC-1 - acknowledged')
    await soon(async () => expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since/))

    const form = await corentin.press('INC-1', 'Update')
    expect(form.text).toContain('Send an update')
    const sent = await form.fill({ investigating: 'The disk is full', eta: '15:00' })
    expect(sent.text).toContain('Update - INC-1')
    await soon(async () => expect(await repliesIn(house)).toHaveLength(1))

    house.clock.jump(31 * MINUTE)
    await soon(async () => expect((await corentin.open()).text).toContain('Update due - INC-1'))

    const resolve = await corentin.press('INC-1', 'Resolve')
    const done = await resolve.fill({ cause: 'Full disk', impact: 'No saving', users: '40', dataLoss: 'yes' })
    expect(done.answer).toContain('INC-1 - resolved')
    expect(done.text).toContain('[SEV1 RESOLVED] formation-hub - back online')
    expect(done.text).toContain('No saving - users affected: 40 - data loss: yes')
    await soon(async () => expect((await cardIn(house)).text).toContain('[SEV1 RESOLVED]'))
    expect((await corentin.command('/incident list')).answer).toMatch(
      /1 open\s+INC-1 \[SEV1\] Docmost is down - resolved at \d\d:\d\d, post-mortem owed/,
    )

    expect((await corentin.open('/console/runs/INC-1')).text).toContain('The post-mortem as Markdown')
    const document = await corentin.open('/console/runs/INC-1/post-mortem.md')
    expect(document.text).toMatch(/^# Post-mortem : Docmost is down[\s\S]*## Mention blameless/)
    expect((await corentin.open('/console/runs/INC-9/post-mortem.md')).status).toBe(404)
    const published = await corentin.press('INC-1', 'Published')
    expect(published.answer).toContain('INC-1 - post-mortem published')
    expect((await corentin.command('/incident list')).answer).toMatch(
      /resolved at \d\d:\d\d, notice to the authority owed/,
    )
    const notice = await corentin.press('INC-1', 'Notice filed')
    expect((await notice.fill({ reference: 'N-2026-1' })).answer).toContain('INC-1 - notice filed')
    expect((await corentin.command('/incident list')).answer).toMatch(
      /0 open\s+INC-1 \[SEV1\] Docmost is down - resolved at \d\d:\d\d$/m,
    )

    const page = await corentin.open('/console/runs/INC-1')
    for (const word of [
      'declared by Corentin (console)',
      'acknowledged by Corentin',
      'reminder: an update was due',
      'resolved by Corentin',
      'post-mortem published by Corentin',
    ]) {
      expect(page.text).toContain(word)
    }
  })

  it('refuses in private what somebody may not do, says who may, and keeps it in the audit', async () => {
    const nadia = await house.atConsole('nadia')
    await nadia.command('/incident sev2 Slow pages')
    for (const button of ['Acknowledge', 'Resolve', 'Update']) {
      const refused = await nadia.press('INC-1', button)
      expect(refused.answer).toContain('Refused - you may not do this')
      expect(refused.answer).toContain('Only responders may: Corentin, Yan.')
    }
    const yan = await house.atConsole('yan')
    const audit = await yan.command('/ops audit INC-1')
    expect(audit.answer).toContain('acknowledge - refused: not_an_approver - Nadia (console)')
    expect((await yan.open()).text).not.toContain('Refused')
  })

  it('asks for severity, title and the rest when nothing was said', async () => {
    const yan = await house.atConsole('yan')
    const form = await yan.command('/incident')
    expect(form.text).toContain('Declare an incident')
    const wrong = await form.fill({ severity: 'sev9', title: '', symptom: 'Kept while it is corrected' })
    expect(wrong.text).toContain('Title is needed')
    expect(wrong.text).toContain('Choose one of: SEV1')
    expect(wrong.text).toContain('Kept while it is corrected')
    const done = await wrong.fill({ severity: 'sev3', title: 'Typo', userFacing: 'yes', dataLoss: 'no' })
    expect(done.text).toContain('[SEV3] formation-hub - Typo')
    expect(done.text).toMatch(/User-facing: yes/)
  })

  it('takes a form that is sent twice once', async () => {
    const yan = await house.atConsole('yan')
    const first = await yan.command('/incident sev2 Once')
    const second = await first.again()
    expect(second.answer).toContain('INC-1 declared')
    expect((await yan.command('/incident list')).answer).toContain('1 open')
  })

  it('answers list, show, help and who is on call', async () => {
    const yan = await house.atConsole('yan')
    expect((await yan.command('/incident list')).answer).toContain('No incident so far.')
    await yan.command('/incident sev1 A')
    await yan.command('/incident sev3 B')
    const list = await yan.command('/incident list')
    expect(list.answer).toMatch(
      /INC-2 \[SEV3\] B - open since \d\d:\d\d, waits for responders[\s\S]*INC-1 \[SEV1\] A/,
    )
    expect((await yan.command('/incident show inc-1')).answer).toContain('declared by Yan (console)')
    expect((await yan.command('/incident show INC-9')).answer).toContain('There is no INC-9')
    expect((await yan.command('/ops oncall')).answer).toMatch(/Primary: Corentin\s+Backup: Yan/)
    expect((await yan.command('/ops help')).answer).toContain('/ops approve INC-1-A')
  })
})
