import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, cards, wordsOf } from './ops-channel.ts'

const WHY = '#ops is archived: this reaches you directly. Unarchive it or change channels.ops in vigie.yaml.'

/** What Vigie wrote to a person directly, oldest first. */
async function directTo(house: House, user: string): Promise<readonly Shown[]> {
  const id = await house.slack.directId(user)
  return id === undefined ? [] : house.slack.messages(id)
}

/** The card of a run in somebody's direct messages; throws when there is none. */
async function cardOf(house: House, user: string, run = 'INC-1'): Promise<Shown> {
  const found = (await directTo(house, user)).find((message) =>
    JSON.stringify(message.metadata).includes(`"${run}"`),
  )
  if (found === undefined) throw new Error(`${user} has no card of ${run}`)
  return found
}

const archive = ({ slack }: House) => slack.rule('conversations.archive', { channel: slack.channelId('ops') })
const unarchive = ({ slack }: House) =>
  slack.rule('conversations.unarchive', { channel: slack.channelId('ops') })

describe('an incident while #ops is archived', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http' })
  })
  afterEach(async () => {
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  it('reaches both who are on call, is decided there, and the audit says what happened', async () => {
    const { people } = house
    await archive(house)
    const before = (await house.ops()).length
    const declared = await people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    expect(wordsOf(declared.body)).toContain('INC-1 declared')
    await vi.waitFor(async () => {
      for (const user of [SLACK.corentin, SLACK.yan]) {
        expect((await cardOf(house, user)).text).toContain(`- ${WHY}`)
        expect((await cardOf(house, user)).text).toContain('[SEV1] formation-hub - Docmost is down')
      }
    }, 5_000)

    await people.click(SLACK.yan, await cardOf(house, SLACK.yan), 'Acknowledge')
    await vi.waitFor(async () => {
      for (const user of [SLACK.corentin, SLACK.yan]) {
        expect((await cardOf(house, user)).text).toMatch(/Investigating: Yan since/)
        expect((await cardOf(house, user)).text).toContain(WHY)
      }
    }, 5_000)

    await unarchive(house)
    await people.click(SLACK.yan, await cardOf(house, SLACK.yan), 'Update')
    const view = house.slack.views.at(-1)
    if (view === undefined) throw new Error('no form')
    await people.submit(SLACK.yan, view, { investigating: 'The disk is full', eta: '15:00' })
    await vi.waitFor(async () => {
      for (const user of [SLACK.corentin, SLACK.yan]) {
        const { channel = '', ts = '' } = await cardOf(house, user)
        expect((await house.slack.replies(channel, ts)).map(({ text }) => text)).toEqual([
          expect.stringMatching(/^Update - INC-1\n- Investigating: The disk is full/),
        ])
      }
    }, 5_000)

    const audit = await people.command(SLACK.nadia, '/ops', 'audit INC-1')
    expect(wordsOf(audit.body)).toContain('post* - failed: is_archived - sent directly to corentin, yan')
    expect((await house.ops()).slice(before).filter((text) => text.includes('Docmost'))).toEqual([])

    await people.command(SLACK.nadia, '/incident', 'sev2 Another')
    await vi.waitFor(() => cardIn(house, 'INC-2'), 5_000)
    expect(await directTo(house, SLACK.yan)).toHaveLength(1)
  })

  it('a card that stood there before stays as it is; what follows reaches people directly', async () => {
    const { people } = house
    await people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    await vi.waitFor(() => cardIn(house), 5_000)
    await vi.waitFor(async () => expect(await house.slack.pins('ops')).toHaveLength(1))
    await archive(house)
    await (await house.atConsole('yan')).press('INC-1', 'Acknowledge')
    const page = await (await house.atConsole('yan')).press('INC-1', 'Update')
    await page.fill({ investigating: 'The disk is full', eta: '15:00' })
    await vi.waitFor(async () => {
      for (const user of [SLACK.corentin, SLACK.yan]) {
        expect((await directTo(house, user)).map(({ text }) => text)).toEqual([
          expect.stringMatching(/^Update - INC-1\n/),
        ])
      }
    }, 5_000)
    const audit = wordsOf((await people.command(SLACK.nadia, '/ops', 'audit INC-1')).body)
    expect(audit.match(/redraw\* - failed: is_inactive - left out/g)).toHaveLength(1)
    expect(audit).toContain('post* - failed: is_archived - sent directly to corentin, yan')

    await unarchive(house)
    const again = await (await house.atConsole('yan')).press('INC-1', 'Update')
    await again.fill({ investigating: 'Cleared', eta: '15:00' })
    await vi.waitFor(async () => expect((await cardIn(house)).text).toContain('Cleared'), 5_000)
    expect(await directTo(house, SLACK.yan)).toHaveLength(1)
  })
})

describe('a renamed #ops, with Redis', () => {
  let redis: RedisServer
  let slack: SlackFake
  let house: House
  const open = () => openHouse({ transport: 'http', redisUrl: redis.url, slack })
  beforeEach(async () => {
    redis = await startRedis()
    slack = await startSlack({ people: Object.values(SLACK) })
    house = await open()
  })
  afterEach(async () => {
    await house.close()
    await slack.close()
    await redis.stop()
  })

  it('takes incidents as before, also after a restart', async () => {
    await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    await vi.waitFor(() => cardIn(house), 5_000)
    await slack.rule('conversations.rename', { channel: slack.channelId('ops'), name: 'incidents' })
    await house.close()
    house = await open()
    await house.people.command(SLACK.nadia, '/incident', 'sev2 Another')
    await vi.waitFor(() => cardIn(house, 'INC-2'), 5_000)
    expect((await cards(house)).filter(({ text }) => text?.startsWith('[SEV'))).toHaveLength(2)
  })
})
