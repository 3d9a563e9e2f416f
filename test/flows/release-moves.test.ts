import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Shown } from '../fakes/slack-seen.ts'
import { answerForm, HOUR, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { openReleaseHouse, push, type ReleaseHouse, shows } from './release-house.ts'
import { buttonsOn, cardOn, decided, fillIn, heard, planned, press, signedOff } from './release-steps.ts'

/** Longer than a look at the releases waits for the next one. */
const A_LOOK = 31_000

describe('a release, while something moves', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success' })
  })
  afterEach(() => house.close())

  const head = () => house.github.git.headOf('main')

  async function codeOn(): Promise<string> {
    const card = await house.card()
    return /Code (REL-1-[A-Z]+)/.exec(card)?.[1] ?? ''
  }

  /** Everything is to be decided again, upon what is there now; nothing was written. */
  async function opensAnew(code: string, ...came: readonly string[]): Promise<void> {
    const card = await soon(async () => {
      const text = await house.card()
      expect(text).toContain('staging is to be validated')
      expect(text).toContain(`- Commit: ${(await head()).slice(0, 7)}`)
      expect(text).toContain('main moved at')
      return text
    })
    expect(card).toMatch(/- main moved at 14:\d\d: every gate opened anew\. What came/)
    expect(card).not.toContain('Signed:')
    expect(await codeOn()).not.toBe(code)
    const told = await said(house, 'Main moved - REL-1', 'releases')
    for (const subject of came)
      for (const text of [card, told.text]) expect(text).toContain(`  - ${subject} (`)
    expect(await house.github.git.tag('v1.4.0')).toBeUndefined()
    expect((await house.github.git.commit(await head())).message).not.toContain('docs(changelog)')
  }

  async function isStale(old: Shown, user: string, button: string): Promise<void> {
    const answer = await heard(await house.people.click(user, old, button))
    expect(answer).toContain('Nothing changed - this card was out of date')
    expect(answer).toContain('REL-1 can take: OK, RETOUR FIX.')
  }

  it.each([
    ['staging', planned, 'OK'],
    ['tag', signedOff, 'Release'],
    ['approve', decided, 'APPROVE'],
  ] as const)(
    'main moves at the gate %s: it opens anew with what came, and the old button is refused',
    async (_gate, reach, button) => {
      await reach(house)
      const [old, code] = [await cardOn(house), await codeOn()]
      await push(house.github, 'feat(share): a link for a day', 'fix: an old cookie')
      await opensAnew(code, 'share: a link for a day', 'an old cookie')
      await isStale(old, SLACK.yan, button)
      expect(await house.card()).toContain('staging is to be validated')
    },
  )

  it('main moves and no webhook tells: the next look finds it', async () => {
    await decided(house)
    const [old, code] = [await cardOn(house), await codeOn()]
    house.github.deliver(undefined)
    await push(house.github, 'fix: an old cookie')
    expect(await house.card()).toContain('APPROVE or DENY?')
    house.clock.jump(A_LOOK)
    await opensAnew(code, 'an old cookie')
    await isStale(old, SLACK.yan, 'APPROVE')
  })

  it('main is forced back: the gates open anew, and the card says that commits are gone', async () => {
    const before = await head()
    await push(house.github, 'feat(share): a link for a day')
    await decided(house)
    const code = await codeOn()
    await house.github.git.forcePush('main', before, 'yan-example')
    await opensAnew(code)
    expect((await said(house, 'Main moved - REL-1', 'releases')).text).toMatch(/forced|gone|taken back/i)
  })

  it.each(['POST /git/commits', 'PATCH /git/refs/{ref}'] as const)(
    'somebody pushes between the approval and the commit (%s): nothing is tagged, everything is decided again',
    async (route) => {
      await decided(house)
      const code = await codeOn()
      house.github.meanwhile(route, () => push(house.github, 'fix: an old cookie'))
      await press(house, SLACK.yan, 'APPROVE')
      await opensAnew(code, 'an old cookie')
      expect(house.github.ci.runs.some(({ file }) => file === 'deploy-prod.yml')).toBe(false)
    },
  )

  it('a tag pushed by hand meanwhile is left alone: the release is refused and says what it found', async () => {
    await decided(house)
    const mine = await head()
    await house.github.git.pushTag('v1.4.0', mine, 'By hand', 'yan-example')
    await press(house, SLACK.yan, 'APPROVE')
    const card = await shows(house, '[RELEASE v1.4.0] formation-hub - refused')
    const found = `v1.4.0 was pushed by hand to ${mine.slice(0, 7)}`
    expect(card).toContain(
      `- Refused by Vigie at 14:00: ${found}\n- No tag and no changelog commit was made.`,
    )
    const told = await said(house, 'The tag is taken - REL-1', 'releases')
    expect(told.text).toContain(`- Because: ${found}`)
    expect(await head()).toBe(mine)
    expect(await house.github.git.tag('v1.4.0')).toMatchObject({ commit: mine, message: 'By hand' })
    expect(house.github.ci.runs.some(({ file }) => file === 'deploy-prod.yml')).toBe(false)
    await soon(async () => expect(await house.slack.pins('releases')).toEqual([]))
  })
})

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
