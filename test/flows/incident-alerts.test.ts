import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { payload } from '../fixtures/alerts/payload.ts'
import { type FullHouse, openFullHouse } from './full-house.ts'
import { cardIn, cardShows, cards, eventually, replyOf } from './ops-channel.ts'
import { paris } from './paris.ts'

const MINUTE = 60_000

describe('monitors, with the rules of the example installation', () => {
  let house: FullHouse

  beforeEach(async () => {
    house = await openFullHouse({ startsAt: paris('2026-05-12 11:43') })
  })

  afterEach(async () => {
    expect(house.github.refused).toEqual([])
    expect(house.slack.refused).toEqual([])
    await house.close()
  })

  const incidents = async () => (await cards(house)).map(({ text }) => text?.split('\n')[0])

  it('a group of Alertmanager is one SEV1 at once, named for the worst of its alerts', async () => {
    expect(await house.alert(payload('alertmanager-firing'), 'alertmanager')).toBe(202)
    expect((await replyOf(house, 'Another alert')).text).toMatch(
      /^Another alert - INC-1\n- InstanceDown .+ \(blackbox, alertmanager\)\n- 2 alerts so far\.$/,
    )
    const card = await cardShows(house, '- Alerts: 2 grouped, the last at 11:43: InstanceDown - still firing')
    expect(card.text).toContain('- Investigating: nobody yet - calling Corentin, to be acknowledged by 11:58')
    expect(card.text).toContain('- Runbook: Docmost is down ')
    await eventually(async () => expect(await house.slack.pins('ops')).toEqual([card.ts]))
    expect(await incidents()).toEqual(["[SEV1] formation-hub - Docmost doesn't answer"])
  })

  it("Vigie's own checks find it too, after three failures in a row, and join", async () => {
    expect(await house.alert(payload('alertmanager-firing'), 'alertmanager')).toBe(202)
    await eventually(() => cardIn(house))
    house.services.Docmost.answer(502)
    for (let n = 1; n <= 3; n += 1) {
      const before = house.services.Docmost.asked
      house.clock.jump(MINUTE)
      await eventually(() => expect(house.services.Docmost.asked).toBe(before + 1))
    }
    await eventually(async () =>
      expect((await replyOf(house, 'Another alert')).text).toContain(
        '- Docmost does not answer (docmost, vigie)\n- 3 alerts so far.',
      ),
    )
    expect(await incidents()).toHaveLength(1)
  })

  it('a lesser incident does not swallow what is worth a SEV1', async () => {
    const disk = { title: 'Disk at 91 %', service: 'backup-host', severity: 'warning' }
    expect(await house.alert(JSON.stringify(disk), 'generic')).toBe(202)
    await cardShows(house, '[SEV2] formation-hub - Disk at 91 %')
    expect(await house.alert(payload('alertmanager-firing'), 'alertmanager')).toBe(202)
    await cardShows(house, "[SEV1] formation-hub - Docmost doesn't answer", 'INC-2')
    expect(await incidents()).toHaveLength(2)
  })
})
