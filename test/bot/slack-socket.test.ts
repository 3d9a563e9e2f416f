import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createSlackBot } from '../../src/bot/slack/app.ts'
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

test('Slack refuses the reconnection: said in the log, tried again, and the process lives', async () => {
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) })
  // The minute until the next attempt passes at once.
  const clock = { ...systemClock, after: (ms: number, then: () => void) => systemClock.after(ms / 60, then) }
  rig = await startRig('socket', { log, clock, patienceMs: 60_000 })
  rig.slack.fail('apps.connections.open', { error: 'invalid_auth' })
  rig.slack.sockets.drop()
  await vi.waitFor(() => expect(lines.join()).toContain('Slack refuses the connection'), 10_000)
  await rig.slack.sockets.connected()
  expect((await rig.driver.command(CORENTIN, '/ops', 'help')).body).toMatchObject({ text: 'Done' })
}, 30_000)

test('a wrong app token is refused at the start', async () => {
  rig = await startRig('socket')
  const bot = createSlackBot({
    ...rig.deps,
    env: { botToken: 'xoxb-x', appToken: 'xapp-wrong', apiUrl: rig.slack.url },
  })
  await expect(bot.start()).rejects.toThrow('invalid_auth')
}, 20_000)

test('Slack is away at the start: the rest does not wait, and it is connected later', async () => {
  rig = await startRig('socket')
  const clock = { ...systemClock, after: (ms: number, then: () => void) => systemClock.after(ms / 50, then) }
  rig.slack.fail('apps.connections.open', { status: 503 })
  const greeted = rig.slack.sockets.greeted
  const bot = createSlackBot({
    ...rig.deps,
    clock,
    env: { botToken: rig.slack.token, appToken: rig.slack.appToken, apiUrl: rig.slack.url },
  })
  await bot.start()
  expect(rig.slack.sockets.greeted).toBe(greeted)
  await vi.waitFor(() => expect(rig.slack.sockets.greeted).toBe(greeted + 1), 8000)
  await bot.stop()
}, 20_000)
