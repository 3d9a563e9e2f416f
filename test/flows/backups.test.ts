import { afterEach, expect, it } from 'vitest'
import type { AuditRecord } from '../../src/runs/ports.ts'
import { type House, openHouse } from './house.ts'

let house: House | undefined
afterEach(() => house?.close())

it('the backup script tells of a backup, and the audit says so', async () => {
  house = await openHouse({
    transport: 'http',
    startsAt: Date.parse('2026-11-24T12:00:00Z'),
    env: { ALERTS_SECRET: 'a secret of the script' },
  })
  const tell = (token: string) =>
    fetch(`${house?.origin}/api/webhooks/backup?token=${encodeURIComponent(token)}`, {
      method: 'POST',
      body: JSON.stringify({ at: '2026-11-24T04:00:00Z', name: 'hub.dump' }),
    })
  const statuses = []
  for (const token of ['a secret of somebody', 'a secret of the script', 'a secret of the script'])
    statuses.push((await tell(token)).status)
  expect(statuses).toEqual([401, 202, 200])
  expect(await house.app.storage.backups.last()).toEqual({
    at: Date.parse('2026-11-24T04:00:00Z'),
    said: 'hub.dump',
  })
  const audited: AuditRecord[] = []
  for await (const record of house.app.storage.audit.all()) audited.push(record)
  expect(audited.filter(({ did }) => did === 'backup')).toMatchObject([
    { by: 'backup', result: 'done', reason: '2026-11-24T04:00:00.000Z' },
  ])
})
