import { createServer } from 'node:http'
import { verify } from '@octokit/webhooks-methods'
import { expect, test } from 'vitest'
import { eventAbout, sendWebhook } from './docmost-hooks.ts'
import { listen, readText } from './slack-http.ts'

test('an event of a fork is signed over its raw body', async () => {
  const got: { body: string; signature: string; event: unknown }[] = []
  const receiver = createServer(async (request, response) => {
    const body = await readText(request)
    const signature = String(request.headers['x-docmost-signature'])
    got.push({ body, signature, event: request.headers['x-docmost-event'] })
    response.writeHead(202).end('{}')
  })
  const url = await listen(receiver)
  const page = { id: 'p', slugId: 's', title: 'Salaires été', icon: null, spaceId: 'x', parentPageId: null }
  const event = eventAbout(
    { ...page, updatedAt: '2026-11-23T12:00:00.000Z', labels: [] },
    { event: 'share.created', at: '2026-11-23T12:00:01.000Z', actor: { id: 'u', name: 'Yan' } },
  )
  expect(await sendWebhook(url, 'a-secret', event)).toEqual({ status: 202, body: '{}' })
  const [delivery = { body: '', signature: '', event: '' }] = got
  expect(delivery.signature).toMatch(/^sha256=[0-9a-f]{64}$/)
  expect(await verify('a-secret', delivery.body, delivery.signature)).toBe(true)
  expect(JSON.parse(delivery.body)).toEqual(event)
  expect(delivery.event).toBe('share.created')
  receiver.closeAllConnections()
  receiver.close()
})
