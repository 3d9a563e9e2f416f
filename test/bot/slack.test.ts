import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Reply } from '../../src/commands/command.ts'
import type { Act, Card } from '../../src/notify/card.ts'
import type { Form } from '../../src/notify/form.ts'
import { cardToBlockKit, formToModal } from '../../src/notify/slack/render.ts'
import { CORENTIN, cardOf, type Rig, STRANGER, said, startRig } from './slack-rig.ts'

const ACT: Act = { kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'INC-1-A' }
const CARD: Card = { ...cardOf('[SEV1] Docmost'), buttons: [{ label: 'Acknowledge', act: ACT }] }
const FORM: Form = {
  id: 'incident.resolve',
  title: 'Resolve INC-1',
  submit: 'Resolve',
  purpose: { kind: 'act', act: { ...ACT, choice: 'resolve', form: 'incident.resolve' } },
  inputs: [
    { id: 'cause', label: 'Cause', kind: 'line', max: 200 },
    {
      id: 'loss',
      label: 'Data loss',
      kind: 'choice',
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ],
    },
  ],
}

describe.each(['http', 'socket'] as const)('over %s', (transport) => {
  let rig: Rig

  beforeAll(async () => {
    rig = await startRig(transport)
  })

  afterAll(async () => {
    expect(rig.slack.refused).toEqual([])
    await rig.close()
  })

  beforeEach(() => {
    rig.script.heard.length = 0
    rig.script.reply = async () => said('Done')
  })

  const shown = () => ({
    ...cardToBlockKit(CARD, () => undefined),
    ts: '1.000001',
    channel: rig.slack.channelId('ops'),
  })
  const ephemerals = () => rig.slack.ephemerals.map((one) => one.text)

  /** The store answers when the test says so. */
  function held() {
    let settle: { resolve(reply: Reply): void; reject(error: Error): void } | undefined
    const pending = new Promise<Reply>((resolve, reject) => {
      settle = { resolve, reject }
    })
    rig.script.reply = () => pending
    return {
      answer: (reply: Reply) => settle?.resolve(reply),
      fail: () => settle?.reject(new Error('the store is gone')),
    }
  }

  async function openedForm() {
    rig.script.reply = async () => ({ kind: 'form', form: FORM })
    await rig.driver.click(CORENTIN, shown(), 'Acknowledge')
    rig.script.reply = async () => said('Resolved')
    rig.script.heard.length = 0
    const view = rig.slack.views.at(-1)
    if (view === undefined) throw new Error('no form was opened')
    return view
  }

  test('a command is acknowledged with its answer', async () => {
    const acked = await rig.driver.command(CORENTIN, '/incident', 'sev1 Docmost is down')
    expect(acked).toMatchObject({
      status: 200,
      body: { response_type: 'ephemeral', ...cardToBlockKit(cardOf('Done'), () => undefined) },
    })
    expect(rig.script.heard).toMatchObject([
      {
        method: 'say',
        speaker: {
          person: { id: 'corentin' },
          door: 'slack',
          key: expect.stringMatching(/^slack:trigger\./),
        },
        rest: ['/incident', 'sev1 Docmost is down'],
      },
    ])
  })

  test('what was typed arrives as it was typed', async () => {
    await rig.driver.command(CORENTIN, '/incident', 'sev1 R&amp;D is &lt;down&gt; &amp;lt;')
    expect(rig.script.heard).toMatchObject([{ rest: ['/incident', 'sev1 R&D is <down> &lt;'] }])
  })

  test('somebody whom the directory does not know is refused, and nothing is said for them', async () => {
    const acked = await rig.driver.command(STRANGER, '/ops', 'help')
    expect(acked.body).toMatchObject({ response_type: 'ephemeral', text: 'Vigie does not know you' })
    expect(rig.script.heard).toEqual([{ method: 'refuseStranger', rest: ['slack', STRANGER] }])
  })

  test('the store does not answer: told at once that it is held, told the result later', async () => {
    const store = held()
    const begun = Date.now()
    const acked = await rig.driver.command(CORENTIN, '/incident', 'sev1 Docmost')
    expect(Date.now() - begun).toBeLessThan(3000)
    expect(acked.body).toMatchObject({ text: expect.stringContaining('"/incident sev1 Docmost" is held') })
    expect(acked.responses()).toEqual([])
    store.answer(said('INC-1 declared'))
    await vi.waitFor(() =>
      expect(acked.responses()).toMatchObject([{ response_type: 'ephemeral', text: 'INC-1 declared' }]),
    )
  })

  test('held and then failed: said so', async () => {
    const store = held()
    const acked = await rig.driver.command(CORENTIN, '/incident', 'sev1')
    store.fail()
    await vi.waitFor(() =>
      expect(acked.responses()).toMatchObject([{ text: expect.stringContaining('was not carried out') }]),
    )
  })

  test('the store fails at once: said so at once', async () => {
    rig.script.reply = () => Promise.reject(new Error('READONLY'))
    const acked = await rig.driver.command(CORENTIN, '/incident', 'sev1')
    expect(acked.body).toMatchObject({ text: expect.stringContaining('was not carried out') })
  })

  test('a click is acknowledged empty and answered privately beside the card', async () => {
    const acked = await rig.driver.click(CORENTIN, shown(), 'Acknowledge')
    expect(acked).toMatchObject({ status: 200, body: undefined })
    await vi.waitFor(() =>
      expect(acked.responses()).toMatchObject([
        { response_type: 'ephemeral', replace_original: false, text: 'Done' },
      ]),
    )
    expect(rig.script.heard).toMatchObject([{ method: 'press', rest: [ACT] }])
  })

  test('the same click delivered twice has one key', async () => {
    const payload = {
      type: 'block_actions',
      user: { id: CORENTIN },
      team: { id: 'T000000001' },
      trigger_id: rig.slack.issueTrigger(CORENTIN),
      response_url: rig.slack.issueResponseUrl(),
      actions: [
        { type: 'button', action_id: 'act:0', block_id: 'b', value: JSON.stringify(ACT), action_ts: '1' },
      ],
    }
    await rig.driver.send('interactive', payload)
    await rig.driver.send('interactive', payload)
    const keys = rig.script.heard.map((one) => one.speaker?.key)
    expect(keys).toEqual([`slack:${payload.trigger_id}`, `slack:${payload.trigger_id}`])
  })

  test.each(['', 'not json', '{"kind":"drop"}'])(
    'a broken button (%j) is answered, not obeyed',
    async (value) => {
      const acked = await rig.driver.send('interactive', {
        type: 'block_actions',
        user: { id: CORENTIN },
        team: { id: 'T000000001' },
        trigger_id: rig.slack.issueTrigger(CORENTIN),
        response_url: rig.slack.issueResponseUrl(),
        actions: [{ type: 'button', action_id: 'act:0', block_id: 'b', value, action_ts: '1' }],
      })
      expect(acked.status).toBe(200)
      await vi.waitFor(() =>
        expect(acked.responses()).toMatchObject([{ text: expect.stringContaining('cannot be read') }]),
      )
      expect(rig.script.heard).toEqual([])
    },
  )

  test('a click that needs a form opens it', async () => {
    const view = await openedForm()
    expect(view.user).toBe(CORENTIN)
    expect(JSON.parse(JSON.stringify(formToModal(FORM)))).toEqual(view.view)
  })

  test('a form that comes too late is replaced by words', async () => {
    rig.script.reply = async () => ({ kind: 'form', form: { ...FORM, purpose: { kind: 'declare' } } })
    rig.slack.fail('views.open', { error: 'expired_trigger_id' })
    const opened = rig.slack.views.length
    const acked = await rig.driver.command(CORENTIN, '/incident', '')
    expect(acked.body).toMatchObject({ text: expect.stringContaining('type /incident sev1|sev2|sev3 TITLE') })
    expect(rig.slack.views).toHaveLength(opened)
  })

  test('Slack opens a form slowly: the click is acknowledged in time all the same', async () => {
    rig.script.reply = async () => ({ kind: 'form', form: FORM })
    rig.slack.fail('views.open', { delayMs: 1500, error: 'expired_trigger_id' })
    const begun = Date.now()
    const acked = await rig.driver.click(CORENTIN, shown(), 'Acknowledge')
    expect(Date.now() - begun).toBeLessThan(1400)
    await vi.waitFor(
      () => expect(acked.responses()).toMatchObject([{ text: expect.stringContaining('INC-1') }]),
      3000,
    )
  })

  test('a filled form closes and is answered in the ops channel, for this person alone', async () => {
    const view = await openedForm()
    const acked = await rig.driver.submit(CORENTIN, view, { cause: 'disk full', loss: 'no' })
    expect(acked).toMatchObject({ status: 200, body: undefined })
    expect(rig.script.heard).toMatchObject([
      {
        method: 'send',
        speaker: { key: `slack:${view.id}` },
        rest: [FORM, { cause: 'disk full', loss: 'no' }],
      },
    ])
    await vi.waitFor(() =>
      expect(rig.slack.ephemerals.at(-1)).toMatchObject({
        channel: rig.slack.channelId('ops'),
        user: CORENTIN,
        text: 'Resolved',
      }),
    )
  })

  test('somebody who is not in the ops channel is answered directly', async () => {
    const view = await openedForm()
    rig.slack.fail('chat.postEphemeral', { error: 'user_not_in_channel' })
    const before = rig.slack.callsOf('chat.postMessage').length
    await rig.driver.submit(CORENTIN, view, { cause: 'disk full' })
    await vi.waitFor(() => expect(rig.slack.callsOf('chat.postMessage')).toHaveLength(before + 1))
    expect(rig.slack.callsOf('chat.postMessage').at(-1)?.body).toMatchObject({
      channel: expect.stringMatching(/^D/),
      text: 'Resolved',
    })
  })

  test('faults keep the form open, each at its input; one without an input stands at the first', async () => {
    const view = await openedForm()
    rig.script.reply = async () => ({ kind: 'faults', faults: { loss: 'Choose one', other: 'Too late' } })
    const acked = await rig.driver.submit(CORENTIN, view, {})
    expect(acked.body).toEqual({
      response_action: 'errors',
      errors: { loss: 'Choose one', cause: 'Too late' },
    })
  })

  test('the store fails under a form: it stays open with what was typed', async () => {
    const view = await openedForm()
    rig.script.reply = () => Promise.reject(new Error('READONLY'))
    const acked = await rig.driver.submit(CORENTIN, view, { cause: 'disk full' })
    expect(acked.body).toMatchObject({
      response_action: 'errors',
      errors: { cause: expect.stringContaining('nothing was changed') },
    })
  })

  test('the store does not answer under a form: held, then the result or the faults', async () => {
    const view = await openedForm()
    const store = held()
    const acked = await rig.driver.submit(CORENTIN, view, { cause: 'disk full' })
    expect(acked.body).toBeUndefined()
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('"Resolve INC-1" is held'))
    store.answer({ kind: 'faults', faults: { loss: 'Choose one' } })
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('Choose one'))
  })

  test('a form that is not ours is answered, not obeyed', async () => {
    const view = await openedForm()
    const foreign = { ...view, view: { ...view.view, private_metadata: '{"id":"x"}' } }
    expect(await rig.driver.submit(CORENTIN, foreign, {})).toMatchObject({ status: 200, body: undefined })
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('cannot be read'))
    expect(rig.script.heard).toEqual([])
  })

  test('App Home is drawn when it is opened, and again after a click in it', async () => {
    await rig.driver.openHome(CORENTIN)
    await vi.waitFor(() =>
      expect(JSON.stringify(rig.slack.homes.get(CORENTIN))).toContain('*[SEV1] Docmost*'),
    )
    const published = rig.slack.callsOf('views.publish').length
    await rig.driver.click(
      CORENTIN,
      cardToBlockKit(CARD, () => undefined),
      'Acknowledge',
    )
    await vi.waitFor(() => expect(rig.slack.callsOf('views.publish')).toHaveLength(published + 1))
    expect(ephemerals().at(-1)).toBe('Done')
  })

  test('a stranger finds the refusal at home', async () => {
    await rig.driver.openHome(STRANGER)
    await vi.waitFor(() =>
      expect(JSON.stringify(rig.slack.homes.get(STRANGER))).toContain('Vigie does not know you'),
    )
  })
})
