import { expect, test } from 'vitest'
import { createMetrics } from '../../src/bot/metrics.ts'

const behind = {
  queue: { deliveries: 2, entities: 3 },
  waiting: { parked: 4, dead: 1, held: 0 },
  marks: { lag_ms: '2500' },
}

test('the figures say how far the sync is behind', async () => {
  const text = await createMetrics(async () => behind).text()
  expect(text).toContain('vigie_sync_waiting{state="queued"} 5')
  expect(text).toContain('vigie_sync_waiting{state="parked"} 4')
  expect(text).toContain('vigie_sync_waiting{state="dead"} 1')
  expect(text).toContain('vigie_sync_waiting{state="held"} 0')
  expect(text).toContain('vigie_sync_lag_seconds 2.5')
})

test('a store that is away takes away its own figures only', async () => {
  const metrics = createMetrics(async () => {
    throw new Error('the store is away')
  })
  metrics.received('/api/webhooks/baserow/:subject', 401, 3)
  const text = await metrics.text()
  expect(text).not.toContain('vigie_sync_waiting{')
  expect(text).toContain('route="/api/webhooks/baserow/:subject",status="401"')
})

test('without the sync there are no figures of it', async () => {
  expect(await createMetrics().text()).not.toContain('vigie_sync')
})
