import { afterEach, expect, test, vi } from 'vitest'
import { cardToBlockKit } from '../../src/notify/slack/render.ts'
import { CORENTIN, cardOf, type Rig, said, startRig } from './slack-rig.ts'

let rig: Rig

afterEach(() => rig.close())

test('a dropped socket is opened again, and commands go on', async () => {
  rig = await startRig('socket')
  await rig.driver.command(CORENTIN, '/ops', 'help')
  rig.slack.sockets.drop()
  await rig.slack.sockets.connected()
  const acked = await rig.driver.command(CORENTIN, '/ops', 'help')
  expect(acked.body).toMatchObject({ text: 'Done' })
  expect(rig.slack.callsOf('apps.connections.open')).toHaveLength(2)
}, 20_000)

test('the socket drops while the store works: the answer goes by response_url', async () => {
  rig = await startRig('socket', { patienceMs: 2000 })
  rig.script.reply = async () => {
    rig.slack.sockets.drop()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return said('INC-1 declared')
  }
  const lost = rig.driver.command(CORENTIN, '/incident', 'sev1').catch((error: unknown) => error)
  await vi.waitFor(() =>
    expect(rig.slack.responses).toMatchObject([{ response_type: 'ephemeral', text: 'INC-1 declared' }]),
  )
  expect(String(await lost)).toContain('not acknowledged')
}, 20_000)

test('a click is answered though its acknowledgement was lost with the socket', async () => {
  rig = await startRig('socket', { patienceMs: 2000 })
  rig.script.reply = async () => {
    rig.slack.sockets.drop()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return said('Acknowledged')
  }
  const shown = {
    ...cardToBlockKit(
      { ...cardOf('x'), buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-1' } }] },
      () => undefined,
    ),
    ts: '1.000001',
    channel: rig.slack.channelId('ops'),
  }
  const lost = rig.driver.click(CORENTIN, shown, 'Acknowledge').catch((error: unknown) => error)
  await vi.waitFor(() => expect(rig.slack.responses).toMatchObject([{ text: 'Acknowledged' }]))
  expect(String(await lost)).toContain('not acknowledged')
}, 20_000)
