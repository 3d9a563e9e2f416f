import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerForm, HOUR, said } from './beside.ts'
import { SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { openReleaseHouse, type ReleaseHouse, shows } from './release-house.ts'
import { buttonsOn, cardOn, fillIn, heard, press, signedOff } from './release-steps.ts'

/** Longer than a look at the releases waits for the next one. */
const A_LOOK = 31_000

describe('a release, held between its gates', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success' })
  })
  afterEach(() => house.close())

  const head = () => house.github.git.headOf('main')

  async function isHeld(why: string): Promise<void> {
    await shows(house, `- Release is held: ${why}`)
    expect(buttonsOn(await cardOn(house))).toEqual(['Abort'])
    const typed = await house.people.command(SLACK.corentin, '/release', 'release')
    expect(wordsOf(typed.body)).toContain('Nothing changed - REL-1 is held')
  }

  async function isLetGo(): Promise<void> {
    await shows(house, 'Prerequisites - 7 of 7 ok')
    expect(buttonsOn(await cardOn(house))).toEqual(['Release', 'Abort'])
  }

  it('a SEV1 holds the buttons at once and says why; its end lets go', async () => {
    await signedOff(house)
    const old = await cardOn(house)
    await house.people.command(SLACK.nadia, '/incident', 'sev1 Docmost is down')
    await isHeld('Incidents - SEV1 INC-1 is open: resolve it first')
    const answer = await heard(await house.people.click(SLACK.corentin, old, 'Release'))
    expect(answer).toContain('Incidents: SEV1 INC-1 is open: resolve it first')
    const incident = await said(house, '[SEV1]')
    const resolution = { cause: 'c', impact: 'i', users: '1', dataLoss: 'no' }
    await answerForm(house, SLACK.yan, { shown: incident, button: 'Resolve' }, resolution)
    await isLetGo()
  })

  it('CI that turns red holds it, offers no override, and lets go when it is green', async () => {
    await signedOff(house)
    const lint = { name: 'lint', suite: 4711 }
    await house.github.ci.checkRun(await head(), { ...lint, conclusion: 'failure' })
    await isHeld(`CI - red on ${(await head()).slice(0, 7)}: lint`)
    const override = await house.people.command(SLACK.corentin, '/release', 'override REL-1 it is only lint')
    expect(wordsOf(override.body)).toContain('Nothing changed - REL-1 is held')
    await house.github.ci.checkRun(await head(), lint)
    await isLetGo()
  })

  it('a backup that gets too old holds it until a fresh one is reported', async () => {
    await signedOff(house)
    house.clock.jump(24 * HOUR)
    await isHeld('Backup - 27 h old, allowed are 24 h (webhook: hub.dump): make one')
    expect(await house.backup({ name: 'tonight.dump' })).toBe(202)
    house.clock.jump(A_LOOK)
    await isLetGo()
    expect(await house.card()).toContain('Backup: ok - less than 1 h old (webhook: tonight.dump)')
  })
})

describe('a release on a Friday evening', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success', at: '2027-03-05 17:00' })
    await house.people.command(SLACK.corentin, '/release', 'minor')
    await shows(house, '[RELEASE v1.4.0] formation-hub - held')
  })
  afterEach(() => house.close())

  const FREEZE = 'vendredi soir until 6 Mar 00:00'

  it('is frozen, until an owner overrides it with a reason, which the audit keeps', async () => {
    expect(await house.card()).toContain(`- Held: Calendar - ${FREEZE}`)
    expect(buttonsOn(await cardOn(house))).toEqual(['Override the freeze', 'Abort'])
    expect(await press(house, SLACK.nadia, 'Override the freeze')).toContain(
      'Only owners may: Corentin, Yan.',
    )
    const empty = await fillIn(house, SLACK.yan, 'Override the freeze', {})
    expect(empty.body).toMatchObject({ errors: { overridden: 'Why it can not wait is needed' } })
    const reason = 'Nobody can log in'
    await fillIn(house, SLACK.yan, 'Override the freeze', { overridden: reason })
    const card = await shows(house, 'staging is to be validated')
    expect(card).toContain(`- Freeze overridden: ${reason} - Yan`)
    expect(card).toContain(`Calendar: ok - overridden by Yan: ${FREEZE}`)
    const told = await said(house, 'Freeze overridden - REL-1', 'releases')
    expect(told.text).toContain(`- Why: ${reason}\n- Freeze: ${FREEZE}\n- Yan lets this release through`)
    const audit = await (await house.atConsole('yan')).open('/console/audit.jsonl')
    const line = audit.text.split('\n').find((one) => one.includes('"did":"override","result":"done"'))
    expect(line).toContain(reason)
    expect(line).toContain('"by":"yan"')
  })

  it('goes on by itself when the freeze ends', async () => {
    house.clock.jump(7 * HOUR)
    await shows(house, 'staging is to be validated')
    expect(await house.card()).toContain('Calendar: ok - no freeze is on')
  })

  it('is not let through by an override while CI is red', async () => {
    await house.github.ci.checkRun(await house.github.git.headOf('main'), {
      name: 'lint',
      conclusion: 'failure',
    })
    await shows(house, '- CI: HELD - red on')
    await fillIn(house, SLACK.yan, 'Override the freeze', { overridden: 'Nobody can log in' })
    await shows(house, `Calendar: ok - overridden by Yan: ${FREEZE}`)
    expect(await house.card()).toContain('[RELEASE v1.4.0] formation-hub - held')
    expect(buttonsOn(await cardOn(house))).toEqual(['Abort'])
  })
})
