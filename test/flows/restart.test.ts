import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Run } from '../../src/engine/run.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { aheadAt, answerForm, countOf, DAY, MINUTE, passTime, said, soon } from './beside.ts'
import { type House, type HouseOptions, openHouse, SLACK } from './house.ts'
import { cardIn, cards } from './ops-channel.ts'

const RESOLUTION = { cause: 'Logs', impact: 'No saving', users: '40', dataLoss: 'no' }
const { corentin, yan, nadia } = SLACK

describe.each([1, 2])(
  'what falls due while Vigie is down comes once, and says so, with %i of it afterwards',
  (replicas) => {
    let redis: RedisServer
    let slack: SlackFake
    let house: House
    const others: House[] = []
    const open = (ahead: number, more: Partial<HouseOptions> = {}) =>
      openHouse({ transport: 'http', redisUrl: redis.url, slack, ahead, ...more })

    beforeEach(async () => {
      redis = await startRedis()
      slack = await startSlack({ people: Object.values(SLACK) })
      // A Wednesday.
      house = await open(aheadAt('2027-03-03 10:00'))
    })
    afterEach(async () => {
      await Promise.all([house, ...others.splice(0)].map((one) => one.close()))
      await slack.close()
      await redis.stop()
    })

    /** Vigie stops, so much time passes, and every replica starts at once. */
    async function sleepThrough(ms: number): Promise<void> {
      const then = house.clock.now() + ms
      await house.close()
      await passTime(redis.url, then)
      const [first, ...more] = await Promise.all(
        Array.from({ length: replicas }, () => open(then - Date.now())),
      )
      if (first !== undefined) house = first
      others.push(...more)
    }

    async function declare(text: string, run: string): Promise<void> {
      await house.people.command(nadia, '/incident', text)
      await soon(() => cardIn(house, run))
    }

    async function takeOver(run: string): Promise<void> {
      await house.people.click(corentin, await cardIn(house, run), 'Acknowledge')
      await soon(async () => expect((await cardIn(house, run)).text).toContain('Investigating: Corentin'))
    }

    async function resolve(run: string): Promise<void> {
      await answerForm(house, corentin, { shown: await cardIn(house, run), button: 'Resolve' }, RESOLUTION)
      await soon(async () => expect((await cardIn(house, run)).text).toMatch(/^\[SEV\d RESOLVED\]/))
    }

    /** Said once, late by so much, and not again a moment later. */
    async function saidLate(beginnings: Readonly<Record<string, string>>): Promise<void> {
      for (const [beginning, late] of Object.entries(beginnings)) {
        expect((await said(house, beginning)).text).toContain(`This is late by ${late} (restart).`)
      }
      await sleep(400)
      for (const beginning of Object.keys(beginnings))
        expect([beginning, await countOf(house, beginning)]).toEqual([beginning, 1])
    }

    const dues = (run: Run | undefined) =>
      run?.history.filter(({ kind }) => kind === 'due').map(({ what }) => what) ?? []

    it('the calls to the backup and to the owners and the missed target, and the audit proves it', async () => {
      await declare('sev1 Docmost is down', 'INC-1')
      await sleepThrough(22 * MINUTE)
      await saidLate({
        'Not acknowledged - INC-1': '17 min',
        'Nobody answers - INC-1': '12 min',
        'Target missed - INC-1': '7 min',
      })
      expect(dues(await house.app.storage.store.get('INC-1')).sort()).toEqual([
        'breach',
        'callBackup',
        'callOwners',
      ])
      await takeOver('INC-1')
      await resolve('INC-1')
      const audited = (await said(house, 'Escalations audited - INC-1')).text
      for (const line of [
        /call to the backup: due 3 Mar 10:05, ran 17 min late/,
        /call to the owners: due 3 Mar 10:10, ran 12 min late/,
        /missed target: due 3 Mar 10:15, ran 7 min late/,
      ]) {
        expect(audited).toMatch(line)
      }
      expect(await cards(house)).toHaveLength(1)
    })

    it('an update that was due, and one that was put off', async () => {
      await declare('sev1 Docmost is down', 'INC-1')
      await takeOver('INC-1')
      await declare('sev2 Slow pages', 'INC-2')
      await takeOver('INC-2')
      await house.people.command(yan, '/incident', 'snooze INC-2 90')
      await soon(async () =>
        expect((await house.app.storage.store.get('INC-2'))?.history.at(-1)?.what).toBe('snooze90'),
      )
      await sleepThrough(97 * MINUTE)
      await saidLate({ 'Update due - INC-1': '1 h 7 min', 'Update due - INC-2': '7 min' })
      expect(dues(await house.app.storage.store.get('INC-1'))).toEqual(['remind'])
      expect(dues(await house.app.storage.store.get('INC-2'))).toEqual(['remind'])
    })

    it('a post-mortem, an action item, and the hand-over on Monday', async () => {
      await declare('sev1 Docmost is down', 'INC-1')
      await takeOver('INC-1')
      await house.people.command(yan, '/incident', 'action yan 2027-03-05 alert on the disk')
      await said(house, 'AI 1 - alert on the disk')
      await resolve('INC-1')
      await said(house, 'Could not propose the post-mortem - INC-1')
      await sleepThrough(7 * DAY + 8 * MINUTE)
      await soon(async () => {
        const due = dues(await house.app.storage.store.get('INC-1'))
        expect(due.toSorted()).toEqual(['postmortemDue', 'postmortemRemind'])
      })
      await saidLate({
        'Post-mortem not published - INC-1': '5 d',
        'Post-mortem due - INC-1': '8 min',
        'Overdue - AI 1': '5 d',
        'On-call hand-over - Corentin': '2 d',
      })
      const runs = await house.app.storage.store.list({ limit: 20 })
      expect(runs.map(({ id }) => id).sort()).toEqual(['AI-1', 'HND-1', 'INC-1'])
      // Nobody is blamed for what could not be read yet.
      expect(await countOf(house, 'Hand-over not taken')).toBe(0)
      const handover = (await said(house, 'On-call hand-over')).text
      expect(handover).toContain('Owed: post-mortem of INC-1 [SEV1] Docmost is down')
    })
  },
)
