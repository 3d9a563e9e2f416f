import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertsOf } from '../fixtures/alerts/payload.ts'
import { type FullHouse, openFullHouse, withoutOwnAlerts, withoutRules } from './full-house.ts'
import { SLACK } from './house.ts'
import { cardIn, cardShows, eventually, fill, replyOf, wordsOf } from './ops-channel.ts'
import { paris } from './paris.ts'

const BRANCH = 'post-mortem/inc-1'
const PATH = 'docs/post-mortems/2026-05-12-docmost-doesn-t-answer.md'
/** On the pages of the GitHub that the house asks. */
const runbookOf = ({ github }: FullHouse) =>
  `${new URL(github.url).origin}/formation-hub-example/formation-hub/blob/HEAD/docs/runbooks/runbook-docmost-down.md`

/** One incident from its alert to its post-mortem; each chapter goes on where the one before it ended. */
describe('a SEV1 with data loss', () => {
  let house: FullHouse
  let pages: string

  beforeAll(async () => {
    house = await openFullHouse({
      startsAt: paris('2026-05-12 11:43'),
      team: (yaml) => withoutOwnAlerts(withoutRules(yaml)),
    })
    pages = new URL('/formation-hub-example/formation-hub', house.github.url).href
    await house.github.addRelease({ tag: 'v1.8.0', at: paris('2026-05-08 10:00') })
    await house.github.addRelease({ tag: 'v1.9.0', name: 'Hub 1.9.0', at: paris('2026-05-11 18:02') })
    await house.github.addMergedDependency({ title: 'Bump pg to 8.12.0', at: paris('2026-05-12 09:20') })
  })

  afterAll(async () => {
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  const at = (time: string) => house.clock.jumpTo(paris(`2026-${time}`))
  const status = async () => (await fetch(`${house.origin}/api/status`)).json()
  const openPulls = async () => (await house.github.pulls()).filter((pull) => pull.state === 'open')

  it('a monitor tells that Docmost is down: the card asks for a severity', async () => {
    house.services.Docmost.answer(502)
    expect(await house.alert(alertsOf('docmost', 'alertmanager-firing'), 'alertmanager')).toBe(202)
    const card = await eventually(() => cardIn(house))
    expect(card.text).toBe(`[ALERT] formation-hub - Docmost doesn't answer
- Symptom: https://wiki.example.org has answered 502 for more than 2 minutes. Last success: 09:41 &amp; nothing &lt;since&gt;.
- Started: 11:41 - 2 min ago
- Decision: nobody yet - Corentin is on call
- Monitor: alertmanager - docmost - critical - details (https://prometheus.example.org/graph?g0.expr=probe_success+%3D%3D+0&amp;g0.tab=1)
- Alerts: still firing
- Runbook: Docmost is down (${runbookOf(house)}) - because of: docmost, wiki
- Code INC-1-A - /ops approve INC-1-A
- INC-1 - alert of alertmanager at 11:43`)
    expect(await house.slack.pins('ops')).toEqual([])
    expect(await status()).toEqual({ state: 'operational' })
  })

  it('Yan declares it a SEV1: it is pinned, on call is called, and what changed is shown', async () => {
    at('05-12 11:44')
    await house.people.click(SLACK.yan, await cardIn(house), 'Declare SEV1')
    const suspects = await replyOf(house, 'Changes of the last 24 h')
    expect(suspects.text).toBe(`Changes of the last 24 h - INC-1
- dependency Bump pg to 8.12.0 - 12 May 09:20 - ${pages}/pull/1
- release Hub 1.9.0 - 11 May 18:02 - ${pages}/releases/tag/v1.9.0
- Look there first; if it is one of them, roll it back.`)
    const card = await cardShows(house, 'Suspects: dependency Bump pg to 8.12.0 - 12 May 09:20')
    expect(card.text).toContain(`[SEV1] formation-hub - Docmost doesn't answer
- Symptom: https://wiki.example.org has answered 502 for more than 2 minutes. Last success: 09:41 &amp; nothing &lt;since&gt;.
- Started: 11:41
- Investigating: nobody yet - calling Corentin, to be acknowledged by 11:59
- ETA: investigating
- Channel: #ops
- Target: acknowledge by 11:59 - in 15 min
- Runbook: Docmost is down (${runbookOf(house)}) - because of: docmost, wiki`)
    expect(card.text).toContain('- INC-1 - declared by Yan at 11:44')
    await eventually(async () => expect(await house.slack.pins('ops')).toEqual([card.ts]))
  })

  it('nobody takes it: the backup is called, then the owners, and the missed target is kept', async () => {
    at('05-12 11:49:30')
    expect(
      (await replyOf(house, 'Not acknowledged')).text,
    ).toBe(`Not acknowledged - INC-1 [SEV1] Docmost doesn't answer
- Yan - backup, please take it: nobody acknowledged for 5 min; Corentin was called first.
- The target of SEV1: acknowledged within 15 min.
- Code INC-1-B - /ops approve INC-1-B`)
    at('05-12 11:54:30')
    expect(
      (await replyOf(house, 'Nobody answers')).text,
    ).toBe(`Nobody answers - INC-1 [SEV1] Docmost doesn't answer
- Corentin and Yan - one of you, please take it.
- Not acknowledged for 10 min: Corentin and Yan were called before.
- The target of SEV1: acknowledged within 15 min.
- Code INC-1-B - /ops approve INC-1-B`)
    at('05-12 11:59:30')
    expect((await replyOf(house, 'Target missed')).text).toBe(`Target missed - INC-1
- Not acknowledged within 15 min, the target of SEV1. The timeline keeps it.
- Code INC-1-B - /ops approve INC-1-B`)
    // The whole channel sees who is called; the missed target is for the thread.
    const shown = house.slack
      .callsOf('chat.postMessage')
      .filter(({ body }) => body['thread_ts'] === undefined || String(body['reply_broadcast']) === 'true')
    expect(shown.map(({ body }) => String(body['text']).split(' - ')[0])).toEqual([
      '[ALERT] formation-hub',
      '[SEV1] formation-hub',
      'Not acknowledged',
      'Nobody answers',
    ])
  })

  it('Corentin takes it and leads, Yan writes down what happened', async () => {
    at('05-12 12:01')
    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    const led = await cardShows(house, 'Roles: Lead Corentin')
    expect(led.text).toContain('- Investigating: Corentin since 12:01')
    expect(led.text).toContain('- Target: acknowledged in 17 min - target 15 min - missed at 11:59')
    await house.people.click(SLACK.yan, led, 'Join as scribe')
    await cardShows(house, 'Roles: Lead Corentin - Scribe Yan')
    at('05-12 12:03')
    await house.people.command(SLACK.yan, '/incident', 'note 11:30 Nadia could not save a page')
    expect((await replyOf(house, 'Note')).text).toBe(
      'Note - INC-1\n- At 11:30: Nadia could not save a page\n- Yan at 12:03',
    )
  })

  it('an update goes to the thread, the card and the banner', async () => {
    at('05-12 12:04')
    await fill(
      house,
      SLACK.corentin,
      { shown: await cardIn(house), button: 'Update' },
      { investigating: 'Postgres refuses connections', eta: '14:30', public: 'Pages can not be saved' },
    )
    expect((await replyOf(house, 'Update')).text).toBe(`Update - INC-1
- Investigating: Postgres refuses connections
- ETA: 14:30
- Status banner: Pages can not be saved
- Corentin at 12:04`)
    const card = await cardShows(house, 'Investigating: Postgres refuses connections (Corentin at 12:04)')
    expect(card.text).toContain('- ETA: 14:30')
    expect(await status()).toMatchObject({
      state: 'incident',
      severity: 'SEV1',
      message: 'Pages can not be saved',
      since: '2026-05-12T09:41:07.123Z',
      nextUpdate: expect.stringContaining('2026-05-12T10:34'),
    })
  })

  it('the checks are run by a button, each with how long it took', async () => {
    at('05-12 12:05')
    await house.people.click(SLACK.yan, await cardIn(house), 'Run checks')
    expect((await replyOf(house, 'Health checks')).text).toMatch(
      /^Health checks 3\/4 OK - INC-1\n- Docmost: not ok - 502, expected 200 - in \d+ ms\n- Baserow: ok - 200 in \d+ ms\n- Bridge: ok - 200 in \d+ ms\n- Postgres: ok - 200 in \d+ ms$/,
    )
    await cardShows(house, 'at 12:05 - ')
  })

  it('Ludo flags data loss; only the lead may confirm it, and everybody is e-mailed once', async () => {
    at('05-12 12:06')
    await fill(
      house,
      SLACK.ludo,
      { shown: await cardIn(house), button: 'Data loss' },
      { what: 'Pages written since 11:30' },
    )
    const flagged = await replyOf(house, 'Data may be lost')
    expect(flagged.text).toBe(`Data may be lost - INC-1 [SEV1] Docmost doesn't answer
- What: Pages written since 11:30
- Corentin - you lead, so you confirm it. Confirming e-mails everybody once.
- Yan and Ludo - for you to know.
- GDPR art. 33: the data-protection authority is to be told within 72 h, by 15 May 12:06.`)

    const refused = await house.people.click(SLACK.yan, flagged, 'Confirm and e-mail everybody')
    await eventually(() => expect(wordsOf(refused.responses())).toContain('Corentin'))
    expect(wordsOf(refused.responses())).toContain('Refused')
    expect(house.smtp.mails).toEqual([])

    at('05-12 12:08')
    await fill(
      house,
      SLACK.corentin,
      { shown: flagged, button: 'Confirm and e-mail everybody' },
      { summary: 'What was written since 11:30 may be gone. The backup of 11:00 is being restored.' },
    )
    expect((await replyOf(house, 'Everybody was e-mailed')).text).toBe(
      'Everybody was e-mailed - INC-1\n- Sent: 4',
    )
    expect(house.smtp.mails.map(({ to }) => to).sort()).toEqual(
      ['corentin', 'ludo', 'nadia', 'yan'].map((name) => `${name}@formation-hub.example`),
    )
    const mail = house.smtp.mails.find(({ to }) => to.startsWith('nadia'))
    expect(mail?.subject).toBe('[SEV1] formation-hub - data loss')
    expect(mail?.text).toBe(`INC-1: data of formation-hub was lost, or may be.

What happened:
What was written since 11:30 may be gone. The backup of 11:00 is being restored.

Since:
12 May 11:41

What is known:
Postgres refuses connections

What to do:
Tell Corentin what you notice. Restore nothing by yourself.

Who leads:
Corentin

Data protection:
The authority is notified within 72 h, by 15 May 12:06 (GDPR, article 33).

This is about mending the system and what protects it, not about who did what.`)
    await cardShows(
      house,
      '- Data loss: yes - confirmed by Corentin at 12:08, e-mailed to 4 at 12:08\n  authority to be notified by 15 May 12:06 - in 3 d',
    )
  })

  it('half an hour without an update asks for one; put off by an hour it asks again, and says that it is late', async () => {
    at('05-12 12:34:30')
    const asked = await replyOf(house, 'Update due')
    expect(asked.text).toBe(`Update due - INC-1
- Corentin - no update since 12:04. Say where it stands, every 30 min at least: Update on the card.`)
    const snoozed = await house.people.click(SLACK.corentin, asked, 'Snooze 60 min')
    await eventually(() =>
      expect(wordsOf(snoozed.responses())).toContain('put the next reminder off by 60 min'),
    )
    at('05-12 13:50')
    expect((await replyOf(house, 'Update due', { after: asked })).text).toBe(`Update due - INC-1
- Corentin - no update since 12:04. Say where it stands, every 30 min at least: Update on the card.
- This is late by 15 min.`)
  })

  it('the first repair does not hold, the second does', async () => {
    const press = async (user: string, button: string, values: Readonly<Record<string, string>>) =>
      fill(house, user, { shown: await cardIn(house), button }, values)
    await press(SLACK.corentin, 'Cause found', { hypothesis: 'The upgrade of pg broke the pool' })
    await cardShows(house, '3. Investigate - cause found by Corentin at 13:50')
    at('05-12 13:55')
    await press(SLACK.corentin, 'Mitigated', { action: 'Docmost restarted' })
    const broken = await replyOf(house, 'Health checks 3/4 OK', { after: await replyOf(house, 'Update due') })
    expect(broken.text).toContain('- Not restored yet: Not fixed on the card goes back to the investigation.')
    at('05-12 13:57')
    await press(SLACK.yan, 'Not fixed', { reason: 'Still 502' })
    await cardShows(house, '3. Investigate (now)')
    at('05-12 14:00')
    await press(SLACK.yan, 'Cause found', { hypothesis: 'pg 8.12 asks for TLS' })
    await cardShows(house, '4. Mitigate (now)')
    house.services.Docmost.answer(200)
    at('05-12 14:05:20')
    await press(SLACK.yan, 'Mitigated', { action: 'pg is 8.11 again, the backup of 11:00 restored' })
    expect((await replyOf(house, 'Health checks 4/4 OK')).text).toContain(
      '- Next: the smoke test, then a real user flow, then Verified.',
    )
    at('05-12 14:08')
    await press(SLACK.corentin, 'Verified', { checks: '4/4 OK, smoke test, a page saved' })
    await cardShows(house, '6. Communicate (now)')
  })

  it('the monitor says that it is over; Corentin resolves it, in the words of the playbook', async () => {
    at('05-12 14:10')
    expect(await house.alert(alertsOf('docmost', 'alertmanager-one-resolved'), 'alertmanager')).toBe(202)
    const over = await replyOf(house, 'Alert over')
    expect(over.text).toMatch(
      /^Alert over - INC-1\n- Docmost doesn't answer .*alertmanager\)\n- No alert is firing any more\.\n- Verify it as a user would, then resolve it\.$/,
    )
    at('05-12 14:12')
    await fill(
      house,
      SLACK.corentin,
      { shown: over, button: 'Resolve' },
      {
        cause: 'pg 8.12 refuses connections without TLS',
        impact: 'No page could be saved',
        users: '40',
        dataLoss: 'yes',
        cost: '600',
      },
    )
    expect((await replyOf(house, '[SEV1 RESOLVED]')).text).toBe(`[SEV1 RESOLVED] formation-hub - back online
- Duration down: 2h24m
- Root cause: pg 8.12 refuses connections without TLS
- Impact: No page could be saved - users affected: 40 - data loss: yes
- Post-mortem: ${PATH} (published within 7 days)
- INC-1 - Docmost doesn't answer`)
    expect((await replyOf(house, 'Escalations audited')).text).toBe(`Escalations audited - INC-1
- call to the backup: due 12 May 11:49, ran 12 May 11:49
- call to the owners: due 12 May 11:54, ran 12 May 11:54
- missed target: due 12 May 11:59, ran 12 May 11:59`)
    await eventually(async () => expect(await house.slack.pins('ops')).toEqual([]))
    expect(await status()).toEqual({ state: 'operational' })
  })

  it('its post-mortem is proposed, in the template of the playbook', async () => {
    expect((await replyOf(house, 'Post-mortem proposed')).text).toBe(`Post-mortem proposed - INC-1
- The draft, written from the timeline: #2 (${pages}/pull/2), ${PATH}.
- Corentin and Yan - complete it and merge it by 19 May 14:12.`)
    expect(await openPulls()).toMatchObject([
      { number: 2, title: "docs(post-mortem): INC-1 Docmost doesn't answer", head: { ref: BRANCH } },
    ])
    expect(await house.github.file(PATH, BRANCH)).toBe(
      postMortem(['- [ ] AI 1 : <description> (owner @who, due YYYY-MM-DD)', '- [ ] AI 2 : ...']),
    )
  })

  it('action items become issues; one that is closed on GitHub ticks itself', async () => {
    at('05-12 14:30')
    await house.people.command(
      SLACK.nadia,
      '/incident',
      'action INC-1 yan 2026-05-29 Try each upgrade of pg on a copy first',
    )
    await replyOf(house, 'AI 1 - Try each upgrade of pg on a copy first')
    await fill(
      house,
      SLACK.corentin,
      { shown: await cardIn(house), button: 'Action item' },
      { text: 'Back up every 15 min', owner: 'corentin', due: '2026-05-14' },
    )
    await eventually(async () =>
      expect((await replyOf(house, 'AI 2 - Back up every 15 min')).text).toBe(`AI 2 - Back up every 15 min
- Owner: Corentin
- Due: 2026-05-14
- Issue: #4 (${pages}/issues/4)
- AI-2 of INC-1`),
    )
    const issues = await house.github.issues()
    expect(
      issues.map(({ title, labels, assignees }) => [title, labels[0]?.name, assignees[0]?.login]),
    ).toEqual([
      ['Try each upgrade of pg on a copy first', 'action-item', 'yan-example'],
      ['Back up every 15 min', 'action-item', 'corentin-example'],
    ])
    at('05-13 09:00')
    await house.github.closeIssue(3, 'yan-example')
    await eventually(async () =>
      expect((await replyOf(house, 'AI 1 - ')).text).toContain('- Done: yan-example at 09:00'),
    )
  })

  it('written again, the post-mortem keeps what a person wrote and has the tick', async () => {
    const analysis = "Le check externe ne sauvait pas de page : il n'a rien vu avant 11:41."
    const draft = (await house.github.file(PATH, BRANCH)) ?? ''
    const edited = draft.replace('<analyse honnete - blind spot detection ?>', analysis)
    await house.github.writeFile(BRANCH, PATH, edited, 'yan-example')
    const before = await replyOf(house, 'AI 2 - ')
    at('05-13 09:10')
    await house.people.command(SLACK.yan, '/incident', 'postmortem INC-1')
    expect((await replyOf(house, 'Post-mortem proposed', { after: before })).text).toContain(
      "- Kept as people wrote them: Pourquoi notre monitoring n'a pas alerte plus tot ?.",
    )
    expect(await house.github.file(PATH, BRANCH)).toBe(
      postMortem(
        [
          '- [x] AI 1 : Try each upgrade of pg on a copy first (owner @yan-example, due 2026-05-29)',
          '- [ ] AI 2 : Back up every 15 min (owner @corentin-example, due 2026-05-14)',
        ],
        analysis,
      ),
    )
    expect(await openPulls()).toHaveLength(1)
  })

  it('the notice to the authority is asked for a day before it is due, and filed by Ludo', async () => {
    at('05-14 12:06:30')
    const soon = await replyOf(house, '24 h left to tell the authority')
    expect(soon.text).toContain(
      'Corentin and Ludo - file the notice by 15 May 12:06 (GDPR art. 33): data may have been lost.',
    )
    await fill(house, SLACK.ludo, { shown: soon, button: 'Authority notified' }, { reference: 'CNIL-4711' })
    expect((await replyOf(house, 'Authority notified')).text).toBe(`Authority notified - INC-1
- Reference: CNIL-4711
- Within the 72 h.
- Ludo at 12:06`)
    await cardShows(house, 'authority notified at 12:06 - reference CNIL-4711')
  })

  it('what is late is chased: the action item, and the post-mortem while it is not published', async () => {
    at('05-14 14:12:30')
    expect((await replyOf(house, 'Post-mortem not published')).text).toBe(`Post-mortem not published - INC-1
- Corentin and Yan - it is to be published by 19 May 14:12.
- The draft: #2 (${pages}/pull/2).`)
    at('05-14 18:00:30')
    const late = await replyOf(house, 'Overdue - AI 2 - Back up every 15 min')
    expect(late.text).toContain('Corentin - it is due today. Done, or drop it and say why.')
    at('05-15 18:01')
    const again = await replyOf(house, 'Overdue - AI 2 - Back up every 15 min', { after: late })
    expect(again.text).toContain('Corentin - late by 1 day. Done, or drop it and say why.')
    for (const day of ['05-16 14:13', '05-18 14:13:30']) {
      const last = await replyOf(house, 'Post-mortem not published')
      at(day)
      await replyOf(house, 'Post-mortem not published', { after: last })
    }
    at('05-19 14:12:30')
    expect((await replyOf(house, 'Post-mortem due')).text).toBe(`Post-mortem due - INC-1
- Corentin and Yan - the 7 d are over: publish it, short rather than late.
- The draft: #2 (${pages}/pull/2).`)
  })

  it('merging it publishes it, and the incident is finished', async () => {
    at('05-19 15:00')
    await house.github.mergePull(2, 'corentin-example')
    expect((await replyOf(house, 'Post-mortem published')).text).toContain('- corentin-example at 15:00')
    const card = await cardShows(house, 'published by corentin-example at 15:00')
    expect(wordsOf(card.blocks)).not.toContain('"type":"button"')
    const list = await house.people.command(SLACK.yan, '/incident', 'list')
    expect(wordsOf(list.body)).toContain('0 open')
    expect(await house.github.file(PATH)).toContain("il n'a rien vu avant 11:41.")
    expect(house.github.deliveries.map(({ status }) => status)).toEqual([202, 202, 202])
  })

  it('the audit has it all', async () => {
    const shown = await house.people.command(SLACK.yan, '/ops', 'audit INC-1')
    expect(wordsOf(shown.body)).toContain('4 earlier lines: see the console.')
    expect(wordsOf(shown.body)).toMatch(/confirmDataLoss.{0,9} - refused: not_an_approver - Yan \(slack\)/)
    expect(wordsOf(shown.body)).toMatch(/published.{0,9} - done - corentin-example \(github\)/)
    const records = await house.app.storage.audit.ofRun('INC-1')
    expect(
      records.map(({ did, by, result }) => `${did} ${by}${result === 'done' ? '' : ` ${result}`}`),
    ).toEqual(AUDIT)
    const { text } = await (await house.atConsole('corentin')).open('/console/audit.jsonl')
    expect(text.match(/"run":"INC-1"/g)).toHaveLength(AUDIT.length)
  })
})

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

const AUDIT = [
  'begin vigie',
  'sev1 yan',
  'suspects vigie',
  'callBackup vigie',
  'callOwners vigie',
  'breach vigie',
  'acknowledge corentin',
  'scribe yan',
  'note yan',
  'update corentin',
  'checks yan',
  'checked vigie',
  'dataLoss ludo',
  'confirmDataLoss yan refused',
  'confirmDataLoss corentin',
  'mailed vigie',
  'remind vigie',
  'snooze60 corentin',
  'remind vigie',
  'cause corentin',
  'mitigated corentin',
  'checked vigie',
  'not-fixed yan',
  'cause yan',
  'mitigated yan',
  'checked vigie',
  'verified corentin',
  'recovered vigie',
  'resolve corentin',
  'escalations vigie',
  'proposed vigie',
  'action nadia',
  'actionOpened vigie',
  'action corentin',
  'actionOpened vigie',
  'postmortem yan',
  'proposed vigie',
  'noticeSoon vigie',
  'noticeFiled ludo',
  'postmortemRemind vigie',
  'postmortemRemind vigie',
  'postmortemRemind vigie',
  'postmortemDue vigie',
  'published vigie',
]

function postMortem(
  actions: readonly string[],
  analysis = '<analyse honnete - blind spot detection ?>',
): string {
  return `# Post-mortem : Docmost doesn't answer

## Timeline (heures locales)
- 11:30 note : Nadia could not save a page
- 11:43 detection
- 11:44 severite : SEV1
- 11:49 escalade : pas d'acquittement, backup appele
- 11:54 escalade : pas d'acquittement, owners appeles
- 11:59 escalade : delai de reponse depasse
- 12:01 triage
- 12:04 point : Postgres refuses connections (ETA 14:30)
- 12:06 perte de donnees signalee
- 13:50 mitigation start
- 13:50 hypothese : The upgrade of pg broke the pool
- 13:55 action : Docmost restarted
- 13:57 toujours en panne : Still 502
- 14:00 hypothese : pg 8.12 asks for TLS
- 14:05 service restored
- 14:05 action : pg is 8.11 again, the backup of 11:00 restored
- 14:08 verification : 4/4 OK, smoke test, a page saved
- 14:10 monitoring : retour a la normale
- 14:12 root cause confirmed

## Impact
- Duree downtime : 2h 24m
- Users impactes : 40 - No page could be saved
- Data loss : oui : What was written since 11:30 may be gone. The backup of 11:00 is being restored.
- Cout estime : 600€

## Root cause
pg 8.12 refuses connections without TLS

## Pourquoi notre monitoring n'a pas alerte plus tot ?
${analysis}

## Action items
${actions.join('\n')}

## Lessons learned
<que retenir pour eviter recurrence>

## Mention blameless
Cet incident n'est pas la faute d'une personne. C'est un manque de garde-fous systeme. AIs au-dessus visent a ajouter ces garde-fous.
`
}
