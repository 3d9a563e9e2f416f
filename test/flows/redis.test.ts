import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { soon } from './beside.ts'
import { type House, type HouseOptions, openHouse, SLACK } from './house.ts'
import { cardIn, cards, repliesIn, wordsOf } from './ops-channel.ts'

/** The backup is called almost at once: what waits in Redis waits by the clock of the machine. */
const quick = (yaml: string) => yaml.replace('callBackupAfter: 5m,', 'callBackupAfter: 2s,')

describe('with Redis', () => {
  let redis: RedisServer
  let slack: SlackFake
  let house: House
  const open = (more: Partial<HouseOptions> = {}) =>
    openHouse({ transport: 'http', redisUrl: redis.url, slack, ...more })

  beforeEach(async () => {
    redis = await startRedis()
    slack = await startSlack({ people: Object.values(SLACK) })
    house = await open()
  })
  afterEach(async () => {
    await redis.restart().catch(() => {})
    await house.close()
    await slack.close()
    await redis.stop()
  })

  it('everything is still there after a restart', async () => {
    await house.people.command(SLACK.yan, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
    await house.people.click(SLACK.yan, await cardIn(house), 'Acknowledge')
    await house.close()
    house = await open()
    const yan = await house.atConsole('yan')
    expect((await yan.open()).text).toContain('[SEV1] formation-hub - Docmost is down')
    expect((await yan.command('/ops audit INC-1')).answer).toContain('acknowledge - done - Yan (slack)')
    await house.people.command(SLACK.yan, '/incident', 'sev2 Another')
    await soon(() => cardIn(house, 'INC-2'))
    expect(await cards(house)).toHaveLength(2)
  })

  it('a timer that fell due while nothing ran fires once, and says that it is late because of the restart', async () => {
    await house.close()
    house = await open({ team: quick })
    await house.people.command(SLACK.yan, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
    await house.close()
    await sleep(2_500)
    house = await open({ team: quick, ahead: 7 * 60_000 })
    await soon(async () => expect(await repliesIn(house)).toHaveLength(1))
    expect((await repliesIn(house))[0]).toMatch(/^Not acknowledged - INC-1/)
    expect((await repliesIn(house))[0]).toContain('This is late by 7 min (restart).')
    const run = await house.app.storage.store.get('INC-1')
    expect(run?.history.filter((entry) => entry.what === 'callBackup')).toHaveLength(1)
    await sleep(500)
    expect(await repliesIn(house)).toHaveLength(1)
  })

  it('two replicas give one effect each, and a decision at one is seen at the other', async () => {
    await house.close()
    house = await open({ team: quick })
    const other = await open({ team: quick })
    try {
      for (const n of [1, 2, 3, 4, 5]) {
        await (n % 2 === 0 ? house : other).people.command(SLACK.yan, '/incident', `sev1 Number ${n}`)
      }
      await soon(async () => expect(await cards(house)).toHaveLength(5))
      await soon(async () => expect(await repliesIn(house, 'INC-3')).toHaveLength(1))
      const pressed = await (await other.atConsole('corentin')).press('INC-3', 'Acknowledge')
      expect(pressed.answer).toContain('INC-3 - acknowledged')
      const again = await (await house.atConsole('yan')).command('/ops approve INC-3-A')
      expect(again.answer).toContain('INC-3 - already acknowledged by Corentin')
      await soon(async () =>
        expect((await cardIn(house, 'INC-3')).text).toMatch(/Investigating: Corentin since/),
      )
      await sleep(1_500)
      expect(await cards(house)).toHaveLength(5)
      for (const n of [1, 2, 3, 4, 5]) expect(await repliesIn(house, `INC-${n}`)).toHaveLength(1)
    } finally {
      await other.close()
    }
  })

  it('a command given while Redis is gone for ten seconds is held, said so, and carried out once', async () => {
    const type = await (await house.atConsole('yan')).box()
    await redis.kill()
    const [held, page] = await Promise.all([
      house.people.command(SLACK.corentin, '/incident', 'sev1 While Redis is away'),
      type('/incident sev2 From the console'),
      sleep(10_000).then(() => redis.restart()),
    ])
    expect(held.status).toBe(200)
    expect(wordsOf(held.body)).toContain('held')
    expect(page.text).toMatch(/held/i)
    await soon(() => expect(wordsOf(held.responses())).toContain('declared - [SEV1] While Redis is away'))
    await soon(async () => expect(await cards(house)).toHaveLength(2))
    const runs = await house.app.storage.store.list({ limit: 10 })
    expect(runs.map((run) => run.facts['title']).sort()).toEqual(['From the console', 'While Redis is away'])
  })

  it('a click while Redis is gone is held, said so, and counted once', async () => {
    await house.people.command(SLACK.yan, '/incident', 'sev1 Docmost is down')
    await soon(() => cardIn(house))
    const card = await cardIn(house)
    await redis.kill()
    const [clicked] = await Promise.all([
      house.people.click(SLACK.corentin, card, 'Acknowledge'),
      sleep(4_000).then(() => redis.restart()),
    ])
    expect(clicked.status).toBe(200)
    await soon(() => expect(wordsOf(clicked.responses())).toContain('INC-1 - acknowledged'))
    expect(wordsOf(clicked.responses())).toContain('held')
    await soon(async () => expect((await cardIn(house)).text).toMatch(/Investigating: Corentin since/))
    expect((await house.app.storage.store.get('INC-1'))?.history).toHaveLength(2)
  })
})
