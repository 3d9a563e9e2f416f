import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CORENTIN, type Rig, shownIn, startRig } from './slack-rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig('http')
})
afterEach(() => rig.close())

test('a click on a card that is a reply is answered in its thread', async () => {
  const reply = { ...shownIn(rig), ts: '2.000002', thread_ts: '1.000001' }
  const clicked = await rig.driver.click(CORENTIN, reply, 'Acknowledge')
  await vi.waitFor(() =>
    expect(clicked.responses()).toMatchObject([{ thread_ts: '1.000001', response_type: 'ephemeral' }]),
  )
})

test('one on a card that has replies is answered in the channel', async () => {
  const root = { ...shownIn(rig), thread_ts: '1.000001' }
  const clicked = await rig.driver.click(CORENTIN, root, 'Acknowledge')
  await vi.waitFor(() => expect(clicked.responses()).toHaveLength(1))
  expect(clicked.responses()[0]?.thread_ts).toBeUndefined()
})
