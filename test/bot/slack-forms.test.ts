import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Form } from '../../src/notify/form.ts'
import { CORENTIN, FORM, held, openedForm, type Rig, said, startRig } from './slack-rig.ts'

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

  test('a filled form closes and is answered in the ops channel, for this person alone', async () => {
    const view = await openedForm(rig)
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

  test('ticks arrive one a line, from every block of a long list', async () => {
    const option = (n: number) => ({ value: String(n), label: `Flow ${n}` })
    const options = [option(1), ...Array.from({ length: 11 }, (_, n) => option(n + 2))] as const
    const form: Form = {
      ...FORM,
      inputs: [{ id: 'flows', label: 'Tried', kind: 'ticks', options, missing: 'Tick every one' }],
    }
    const view = await openedForm(rig, form)
    expect(z.array(z.looseObject({ block_id: z.string() })).parse(view.view['blocks'])).toMatchObject([
      { block_id: 'flows', element: { type: 'checkboxes' } },
      { block_id: 'flows#2', element: { type: 'checkboxes' } },
    ])
    await rig.driver.submit(CORENTIN, view, { flows: '1\n3\n12' })
    expect(rig.script.heard[0]?.rest[1]).toEqual({ flows: '1\n3\n12' })
    await rig.driver.submit(CORENTIN, view, {})
    expect(rig.script.heard[1]?.rest[1]).toEqual({ flows: '\n' })
  })

  test('a picked date and time arrive as they are written; what was not picked does not', async () => {
    const form: Form = {
      ...FORM,
      inputs: [
        { id: 'due', label: 'Due', kind: 'date' },
        { id: 'at', label: 'At', kind: 'time', optional: true },
        { id: 'until', label: 'Until', kind: 'date', optional: true },
      ],
    }
    const view = await openedForm(rig, form)
    await rig.driver.submit(CORENTIN, view, { due: '2026-11-30', at: '14:05' })
    expect(rig.script.heard).toMatchObject([
      { method: 'send', rest: [form, { due: '2026-11-30', at: '14:05' }] },
    ])
    expect(rig.script.heard[0]?.rest[1]).toEqual({ due: '2026-11-30', at: '14:05' })
  })

  test('somebody who is not in the ops channel is answered directly', async () => {
    const view = await openedForm(rig)
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
    const view = await openedForm(rig)
    rig.script.reply = async () => ({ kind: 'faults', faults: { loss: 'Choose one', other: 'Too late' } })
    const acked = await rig.driver.submit(CORENTIN, view, {})
    expect(acked.body).toEqual({
      response_action: 'errors',
      errors: { loss: 'Choose one', cause: 'Too late' },
    })
  })

  test('the store fails under a form: it stays open with what was typed', async () => {
    const view = await openedForm(rig)
    rig.script.reply = () => Promise.reject(new Error('READONLY'))
    const acked = await rig.driver.submit(CORENTIN, view, { cause: 'disk full' })
    expect(acked.body).toMatchObject({
      response_action: 'errors',
      errors: { cause: expect.stringContaining('nothing was changed') },
    })
  })

  test('the store does not answer under a form: held, then the result or the faults', async () => {
    const view = await openedForm(rig)
    const store = held(rig.script)
    const acked = await rig.driver.submit(CORENTIN, view, { cause: 'disk full' })
    expect(acked.body).toBeUndefined()
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('"Resolve INC-1" is held'))
    store.answer({ kind: 'faults', faults: { loss: 'Choose one' } })
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('Choose one'))
  })

  test('a form that is not ours is answered, not obeyed', async () => {
    const view = await openedForm(rig)
    const foreign = { ...view, view: { ...view.view, private_metadata: '{"id":"x"}' } }
    expect(await rig.driver.submit(CORENTIN, foreign, {})).toMatchObject({ status: 200, body: undefined })
    await vi.waitFor(() => expect(ephemerals().at(-1)).toContain('cannot be read'))
    expect(rig.script.heard).toEqual([])
  })
})
