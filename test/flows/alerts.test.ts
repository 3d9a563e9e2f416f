import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, type RedisServer, startRedis } from '../fakes/redis.ts'
import { aheadAt, MINUTE, said, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, cards, repliesIn } from './ops-channel.ts'

const SECRET = 'a secret of the monitors'
const STORM = 1_000
/** So many monitors speak at once. */
const AT_ONCE = 50

function poster(house: House, secret = SECRET) {
  return async (source: string, body: unknown): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${house.origin}/api/webhooks/alerts/${source}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
}

describe.each(['memory', 'redis'] as const)('a storm of alerts, on %s', (kind) => {
  let redis: RedisServer | undefined
  let house: House
  beforeEach(async () => {
    redis = kind === 'redis' ? await startRedis() : undefined
    house = await openHouse({
      transport: 'http',
      env: { ALERTS_SECRET: SECRET },
      ...(redis === undefined ? {} : { redisUrl: redis.url }),
    })
  })
  afterEach(async () => {
    await house.close()
    await redis?.stop()
  })

  it(`${STORM} different alerts are one incident with one card and a few lines, each answered`, async () => {
    const post = poster(house)
    const statuses: number[] = []
    const left = Array.from({ length: STORM }, (_, n) => n + 1)
    const monitor = async () => {
      for (let n = left.shift(); n !== undefined; n = left.shift()) {
        const alert = { id: `host-${n}`, title: `Host ${n} does not answer`, service: 'hosts' }
        statuses.push((await post('generic', alert)).status)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, monitor))
    expect(statuses).toEqual(Array.from({ length: STORM }, () => 202))

    await soon(async () => expect((await repliesIn(house)).at(-1)).toContain(`${STORM} alerts so far.`))
    expect(await cards(house)).toHaveLength(1)
    expect((await cardIn(house)).text).toMatch(/^\[ALERT\] formation-hub - Host \d+ does not answer/)
    const replies = await repliesIn(house)
    expect(replies.length).toBeLessThanOrEqual(12)
    for (const reply of replies) expect(reply).toMatch(/^Another alert - INC-1/)
    const runs = await house.app.storage.store.list({ limit: 10 })
    expect(runs.map(({ id }) => id)).toEqual(['INC-1'])
    expect(await house.app.storage.alerts.runOf(`generic:host-${STORM}`)).toBe('INC-1')
  })
})

describe('alerts of monitors', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http', env: { ALERTS_SECRET: SECRET } })
  })
  afterEach(() => house.close())

  it('what another product sends is accepted, not used, and told in the audit', async () => {
    const answer = await poster(house)('alertmanager', { monitorFriendlyName: 'Docmost', alertType: '1' })
    expect(answer).toMatchObject({ status: 202, body: { accepted: false } })
    const records = []
    for await (const record of house.app.storage.audit.all()) records.push(record)
    expect(records).toMatchObject([{ did: 'alert', by: 'alertmanager', result: 'refused' }])
    expect(records[0]?.reason).toMatch(/\w/)
    expect(await cards(house)).toEqual([])
  })

  it('a wrong secret and none are turned away before the body is read', async () => {
    expect((await poster(house, 'a wrong secret, long enough')('generic', { title: 'Forged' })).status).toBe(
      401,
    )
    const bare = await fetch(`${house.origin}/api/webhooks/alerts/generic`, { method: 'POST', body: '{' })
    expect(bare.status).toBe(401)
    expect(await house.app.storage.store.list({ limit: 10 })).toEqual([])
  })

  it('an alert during an incident that people declared joins it', async () => {
    await house.people.command(SLACK.yan, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
    const answer = await poster(house)('generic', {
      title: 'Docmost does not answer',
      service: 'docmost',
      severity: 'critical',
    })
    expect(answer).toEqual({ status: 202, body: { accepted: true, alerts: 1 } })
    expect((await said(house, 'Another alert - INC-1')).text).toContain(
      'Docmost does not answer (docmost, generic)',
    )
    expect(await cards(house)).toHaveLength(1)
    expect((await house.app.storage.store.list({ limit: 10 })).map(({ id }) => id)).toEqual(['INC-1'])
  })

  it('a rule of the team declares at once, and the end of the alert offers to resolve', async () => {
    const post = poster(house)
    const alert = { title: 'Docmost does not answer', service: 'docmost', severity: 'critical' }
    await post('generic', alert)
    await soon(async () => expect((await cardIn(house)).text).toMatch(/^\[SEV1\] formation-hub - Docmost/))
    await post('generic', alert)
    await post('generic', { ...alert, state: 'resolved' })
    const over = await said(house, 'Alert over - INC-1')
    expect(over.text).toContain('Verify it as a user would, then resolve it.')
    expect(JSON.stringify(over.blocks)).toContain('"Resolve"')
    expect(await repliesIn(house)).toHaveLength(1)
  })
})

describe("the team's own addresses", () => {
  it('an alert after three failures in a row, over when it answers again', async () => {
    const [up, down] = [await startTarget(), await startTarget()]
    const house = await openHouse({
      transport: 'http',
      team: checking(up.url, down.url),
      ahead: aheadAt('2027-03-03 10:00'),
    })
    /** The next round of checks, whole: the address that stays up is asked in each. */
    const minute = async () => {
      const before = up.asked()
      house.clock.jump(MINUTE)
      await soon(() => expect(up.asked()).toBe(before + 1))
      await sleep(100)
    }
    try {
      await minute()
      await down.stop()
      await minute()
      await minute()
      expect(await cards(house)).toEqual([])
      await minute()
      await soon(async () =>
        expect((await cardIn(house)).text).toMatch(
          /^\[ALERT\] formation-hub - Docmost does not answer\n- Symptom: Docmost: connection refused, 3 times in a row/,
        ),
      )
      await minute()
      await down.start()
      await minute()
      const over = await said(house, 'Alert over - INC-1')
      expect(over.text).toContain('Docmost does not answer (docmost, vigie)')
      expect(JSON.stringify(over.blocks)).toContain('"Ignore"')
      expect(await cards(house)).toHaveLength(1)
      expect(await repliesIn(house)).toHaveLength(1)
    } finally {
      await house.close()
      await Promise.all([up.stop(), down.stop()])
    }
  })
})

function checking(up: string, down: string): (yaml: string) => string {
  return (yaml) =>
    yaml
      .replace('https://base.formation-hub.example/api/_health/', up)
      .replace('https://docs.formation-hub.example/api/health', down)
}

/** A server of the team, at the same address after it was down. */
async function startTarget() {
  const port = await freePort()
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end('ok')
  })
  const start = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}/health`,
    asked: () => asked,
    start,
    async stop() {
      if (!server.listening) return
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
