import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Shown } from '../fakes/slack-seen.ts'
import { said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { openReleaseHouse, push, type ReleaseHouse, shows } from './release-house.ts'
import { cardOn, decided, heard, planned, press, signedOff } from './release-steps.ts'

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
    const told = await said(house, 'Main moved - REL-1', 'releases')
    for (const text of [told.text, await house.card()])
      expect(text).toContain('  force-pushed: 1 commit is gone')
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
