import { afterEach, beforeEach, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { aheadAt, countOf, MINUTE, passTime, said, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn } from './ops-channel.ts'

const ZOE = 'U04ZOE00001'
/** A third responder, who is in the file at first. */
const withZoe = (yaml: string) =>
  yaml.replace('people:\n', `people:\n  - { id: zoe, name: Zoe, slack: ${ZOE}, groups: [responders] }\n`)

let redis: RedisServer
let slack: SlackFake
let house: House
beforeEach(async () => {
  redis = await startRedis()
  slack = await startSlack({ people: [...Object.values(SLACK), ZOE] })
})
afterEach(async () => {
  await house.close()
  await slack.close()
  await redis.stop()
})

function open(ahead: number, team: (yaml: string) => string = (yaml) => yaml): Promise<House> {
  return openHouse({ transport: 'http', redisUrl: redis.url, slack, ahead, team })
}

it('a lead who left the directory is replaced: whoever is on call is asked, and the Lead button works', async () => {
  house = await open(aheadAt('2027-03-03 10:00'), withZoe)
  await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
  await soon(() => cardIn(house))
  await house.people.click(ZOE, await cardIn(house), 'Acknowledge')
  await soon(async () => expect((await cardIn(house)).text).toContain('Investigating: Zoe since'))

  const then = house.clock.now() + 31 * MINUTE
  await house.close()
  await passTime(redis.url, then)
  house = await open(then - Date.now())

  const reminder = await said(house, 'Update due - INC-1')
  expect(reminder.text).toMatch(/\n- Corentin - (zoe led it and left|nobody leads) - no update since/)
  const unled = await said(house, 'Nobody leads - INC-1 [SEV1] Docmost is down')
  expect(unled.text).toContain('zoe led it and left: updates and decisions wait for somebody.')
  expect(unled.text).toContain('Corentin and Yan - one of you, please take the lead.')
  await soon(async () => expect((await cardIn(house)).text).toContain('Roles: Lead nobody'))

  await house.people.click(SLACK.yan, unled, 'Join as lead')
  await said(house, 'Yan leads - INC-1')
  await soon(async () => expect((await cardIn(house)).text).toContain('Roles: Lead Yan'))
  expect(await countOf(house, 'Nobody leads - INC-1')).toBe(1)
})
