import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../src/engine/run.ts'
import { createRuns } from '../../src/runs/submit.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { changedEvent, eventPayload, stamp } from '../fakes/slack-payloads.ts'
import { type House, type HouseOptions, openHouse, SLACK } from './house.ts'
import { cardIn, wordsOf } from './ops-channel.ts'

const PIN = 'pushpin'

async function declared(house: House, what = 'sev1 Docmost is down', run = 'INC-1'): Promise<void> {
  await house.people.command(SLACK.nadia, '/incident', what)
  await vi.waitFor(() => cardIn(house, run), 5_000)
  await vi.waitFor(async () => expect(await placed(house, run)).toBe(true), 5_000)
}

async function placed(house: House, run: string): Promise<boolean> {
  return (await house.app.storage.deliveries.place(run, 'card', 'slack')) !== undefined
}

/** What the history of a run says about marked messages. */
async function quotes(house: House, run = 'INC-1'): Promise<readonly Entry[]> {
  const found = await house.app.storage.store.get(run)
  return (found?.history ?? []).filter((entry) => entry.what.startsWith('quote'))
}

async function words(house: House, run = 'INC-1'): Promise<readonly string[]> {
  return (await quotes(house, run)).map((entry) => `${entry.what}: ${entry.fields['text']}`)
}

describe.each(['http', 'socket'] as const)('messages marked for the timeline, over %s', (transport) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport })
    await declared(house)
  })
  afterEach(async () => {
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  it('a message in the thread is marked, edited, and taken back', async () => {
    const { people } = house
    const said = await people.write(
      SLACK.corentin,
      'ops',
      `<@${SLACK.yan}> the disk is full, see <https://x.example/g?a=1&amp;b=2|the graph>`,
      await cardIn(house),
    )
    const marked = await people.react(SLACK.yan, said, PIN)
    expect(marked.status).toBe(200)
    const text = '@Yan the disk is full, see the graph (https://x.example/g?a=1&b=2)'
    expect(await quotes(house)).toMatchObject([
      {
        what: 'quoted',
        by: 'vigie',
        door: 'slack',
        fields: {
          message: `${said.channel} ${said.ts}`,
          author: 'Corentin',
          text,
          at: String(Math.floor(Number(said.ts) * 1000)),
          link: expect.stringMatching(/^https?:\/\/.*archives/),
          marked: 'yan',
        },
      },
    ])
    const shown = await people.command(SLACK.nadia, '/incident', 'show INC-1')
    expect(wordsOf(shown.body)).toContain('Corentin - marked by Yan (slack)')

    const edited = await people.edit(said, 'the disk was full')
    expect(await words(house)).toEqual([`quoted: ${text}`, 'quote-edited: the disk was full'])
    await people.unreact(SLACK.yan, edited.message, PIN)
    expect((await quotes(house)).at(-1)).toMatchObject({
      what: 'quote-deleted',
      fields: { text: 'the disk was full', marked: 'yan', unmarked: 'yan' },
    })

    await people.edit(edited.message, 'nobody sees this')
    await people.react(SLACK.corentin, said, PIN)
    expect((await words(house)).slice(2)).toEqual([
      'quote-deleted: the disk was full',
      'quoted: nobody sees this',
    ])
  })

  it('a marked message that is deleted leaves the timeline, once', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'wrong window', await cardIn(house))
    await house.people.react(SLACK.yan, said, PIN)
    const removed = await house.people.remove(said)
    await removed.again()
    expect(await words(house)).toEqual(['quoted: wrong window', 'quote-deleted: wrong window'])
  })

  it('what is left of a deleted message with replies is a deletion', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'it began at 14:02')
    await house.people.react(SLACK.yan, said, PIN)
    const left = { type: 'message', subtype: 'tombstone', text: 'This message was deleted.', ts: said.ts }
    const event = { type: 'message', subtype: 'message_changed', channel: said.channel, message: left }
    await house.people.send('events_api', eventPayload(event, 900))
    expect(await words(house)).toEqual(['quoted: it began at 14:02', 'quote-deleted: it began at 14:02'])
  })

  it('marked by two it is one entry, and stays while one of them marks it', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'rolled back', await cardIn(house))
    await Promise.all([house.people.react(SLACK.yan, said, PIN), house.people.react(SLACK.nadia, said, PIN)])
    await house.people.unreact(SLACK.yan, said, PIN)
    expect(await words(house)).toEqual(['quoted: rolled back'])
    await house.people.unreact(SLACK.nadia, said, PIN)
    expect(await words(house)).toEqual(['quoted: rolled back', 'quote-deleted: rolled back'])
  })

  it('a redelivered event is harmless, also when the mark is gone by then', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'rolled back', await cardIn(house))
    const marked = await house.people.react(SLACK.yan, said, PIN)
    await Promise.all([marked.again(), marked.again(2)])
    expect(await words(house)).toEqual(['quoted: rolled back'])
    const taken = await house.people.unreact(SLACK.yan, said, PIN)
    await marked.again()
    await taken.again()
    expect(await words(house)).toEqual(['quoted: rolled back', 'quote-deleted: rolled back'])
    const edited = await house.people.edit(said, 'rolled forward')
    await edited.again()
    expect(await quotes(house)).toHaveLength(2)
  })

  it('ordinary messages, other reactions and strangers cost no note and no look into Slack', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'good morning')
    await house.people.edit(said, 'good evening')
    await house.people.react(SLACK.yan, said, 'eyes')
    await house.people.react(SLACK.stranger, said, PIN)
    await house.people.unreact(SLACK.stranger, said, PIN)
    expect(await quotes(house)).toEqual([])
    expect(house.slack.callsOf('chat.getPermalink')).toEqual([])
    await house.people.remove(said)
    expect(await quotes(house)).toEqual([])
  })

  it('in #ops itself it belongs to the latest incident that is not resolved, else to the latest one', async () => {
    const { people } = house
    await people.react(SLACK.yan, await people.write(SLACK.corentin, 'ops', 'only one'), PIN)
    await declared(house, 'sev2 The second', 'INC-2')
    await people.react(SLACK.yan, await people.write(SLACK.corentin, 'ops', 'of two'), PIN)
    await resolve('INC-2')
    await people.react(SLACK.yan, await people.write(SLACK.corentin, 'ops', 'one is left'), PIN)
    await resolve('INC-1')
    await people.react(SLACK.yan, await people.write(SLACK.corentin, 'ops', 'all is well'), PIN)
    await people.react(SLACK.yan, await people.write(SLACK.corentin, 'sandbox', 'elsewhere'), PIN)
    expect(await words(house, 'INC-1')).toEqual(['quoted: only one', 'quoted: one is left'])
    expect(await words(house, 'INC-2')).toEqual(['quoted: of two', 'quoted: all is well'])
  })

  it('a card may be marked; that it is redrawn is no edit', async () => {
    await house.people.react(SLACK.yan, await cardIn(house), PIN)
    const { text = '', ts = '', channel = '' } = await cardIn(house)
    expect(await words(house)).toEqual([`quoted: ${text}`])
    const redrawn = { channel, ts, user: 'U0BOT', text: `${text} - and more` }
    await house.people.send('events_api', eventPayload(changedEvent(redrawn, text, stamp()), 903))
    expect(await quotes(house)).toHaveLength(1)
  })

  it('a long message is cut', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'x'.repeat(3_000), await cardIn(house))
    await house.people.react(SLACK.yan, said, PIN)
    expect((await quotes(house))[0]?.fields['text']).toBe(`${'x'.repeat(1_997)}...`)
  })

  it('a message that Slack does not show at the moment is asked for again', async () => {
    const said = await house.people.write(SLACK.corentin, 'ops', 'rolled back', await cardIn(house))
    house.slack.fail('conversations.history', { error: 'internal_error' })
    if (transport === 'http') {
      const marked = await house.people.react(SLACK.yan, said, PIN)
      expect(marked.status).toBe(500)
      expect((await marked.again()).status).toBe(200)
    } else {
      await expect(house.people.react(SLACK.yan, said, PIN)).rejects.toThrow('not acknowledged')
      await house.people.send('events_api', eventPayload(reaction(said), 901), 1)
    }
    expect(await words(house)).toEqual(['quoted: rolled back'])
  })

  function reaction({ channel, ts }: { channel: string; ts: string }) {
    const item = { type: 'message', channel, ts }
    return { type: 'reaction_added', user: SLACK.yan, reaction: PIN, item, event_ts: stamp() }
  }

  async function resolve(run: string): Promise<void> {
    const at = house.clock.now()
    const by = { id: 'corentin', groups: ['responders'] }
    const event = { type: 'decide', step: 'triage', decision: 'resolve', fields: {} } as const
    const runs = createRuns({ ...house.app.storage, surfaces: [], stored: () => {} })
    expect(await runs.submit(run, { ...event, at, by, door: 'test', key: 'resolved' })).toMatchObject({
      advanced: true,
    })
  }
})

describe('messages marked for the timeline, with Redis', () => {
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
    await house.close()
    await slack.close()
    await redis.stop()
  })

  it('an edit after a restart is still followed', async () => {
    await declared(house)
    const said = await house.people.write(SLACK.corentin, 'ops', 'the disk is full')
    await house.people.react(SLACK.yan, said, PIN)
    await house.close()
    house = await open()
    await house.people.edit(said, 'the disk was full')
    expect(await words(house)).toEqual(['quoted: the disk is full', 'quote-edited: the disk was full'])
  })

  it('a message reads nothing, its edit and its deletion one key each', async () => {
    await declared(house)
    const { calls, end } = await watch(redis.url)
    const said = await house.people.write(SLACK.corentin, 'ops', 'good morning')
    const { message } = await house.people.edit(said, 'good evening')
    await house.people.remove(message)
    const key = `vigie:at:slack:${said.channel}:${said.ts}`
    await vi.waitFor(() => expect(calls()).toEqual([`get ${key}`, `get ${key}`]))
    await end()
  })
})

/** Every command about runs and messages that reaches Redis. */
async function watch(url: string) {
  const redis = new Redis(url)
  const monitor = await redis.monitor()
  const seen: string[] = []
  monitor.on('monitor', (_time: string, [command = '', key = '']: string[]) => {
    if (/^vigie:(at|run|places|audit)/.test(key)) seen.push(`${command.toLowerCase()} ${key}`)
  })
  return {
    calls: () => seen,
    async end() {
      monitor.disconnect()
      redis.disconnect()
    },
  }
}
