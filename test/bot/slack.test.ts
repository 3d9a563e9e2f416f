import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { cardToBlockKit, formToModal } from '../../src/notify/slack/render.ts'
import {
  ACT,
  CARD,
  CORENTIN,
  cardOf,
  FORM,
  held,
  openedForm,
  type Rig,
  STRANGER,
  said,
  shownIn,
  startRig,
} from './slack-rig.ts'

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

  const ephemerals = () => rig.slack.ephemerals.map((one) => one.text)

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
    const store = held(rig.script)
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
    const store = held(rig.script)
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
    const acked = await rig.driver.click(CORENTIN, shownIn(rig), 'Acknowledge')
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
    const view = await openedForm(rig)
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
    const acked = await rig.driver.click(CORENTIN, shownIn(rig), 'Acknowledge')
    expect(Date.now() - begun).toBeLessThan(1400)
    await vi.waitFor(
      () => expect(acked.responses()).toMatchObject([{ text: expect.stringContaining('INC-1') }]),
      3000,
    )
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
