import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aheadAt, countOf, said, soon } from './beside.ts'
import { openHouse, SLACK } from './house.ts'
import { lastView, wordsOf } from './ops-channel.ts'
import { openReleaseHouse, type ReleaseHouse, shows } from './release-house.ts'
import { buttonsOn, cardOn, decided, fillIn, planned, press, signedOff } from './release-steps.ts'

describe('a release that ends before production', () => {
  let house: ReleaseHouse
  let head: string
  beforeEach(async () => {
    house = await openReleaseHouse()
    head = await house.github.git.headOf('main')
  })
  afterEach(() => house.close())

  /** Nothing of it is left, neither in the repository nor at the top of the channel, and it says so. */
  async function leavesNothing(title: string, why: string): Promise<void> {
    const card = await shows(house, `[RELEASE v1.4.0] formation-hub - ${title}`)
    const told = await said(house, `[RELEASE v1.4.0] formation-hub - ${title}\n- ${why}`, 'releases')
    for (const text of [card, told.text])
      expect(text).toContain(`- ${why}\n- No tag and no changelog commit was made.`)
    expect(buttonsOn(await cardOn(house))).toEqual([])
    await soon(async () => expect(await house.slack.pins('releases')).toEqual([]))
    expect(await house.github.git.headOf('main')).toBe(head)
    expect(await house.github.git.tag('v1.4.0')).toBeUndefined()
    expect(await house.github.git.releases()).toEqual([])
    expect(house.github.routes.filter((route) => !route.startsWith('GET '))).toEqual([])
    expect(await countOf(house, 'Released', 'releases')).toBe(0)
  }

  it('is sent back with what is to be fixed', async () => {
    await planned(house)
    const empty = await fillIn(house, SLACK.yan, 'RETOUR FIX', {})
    expect(empty.body).toMatchObject({ errors: { reason: 'What is to be fixed is needed' } })
    await house.people.submit(SLACK.yan, lastView(house), { reason: 'The share link is broken' })
    await leavesNothing('sent back (RETOUR FIX)', 'RETOUR FIX by Yan at 14:00: The share link is broken')
  })

  it('is aborted instead of tagged, and the next one may begin', async () => {
    await signedOff(house)
    await fillIn(house, SLACK.corentin, 'Abort', { reason: 'The fair is today' })
    await leavesNothing('aborted', 'Aborted by Corentin at 14:00: The fair is today')
    await house.people.command(SLACK.yan, '/release', '')
    await house.people.submit(SLACK.yan, lastView(house), { asked: 'minor' })
    await shows(house, '[RELEASE v1.4.0] formation-hub - staging is to be validated', 'REL-2')
  })

  it('is denied, and a late APPROVE says so', async () => {
    await decided(house)
    const old = await cardOn(house)
    await fillIn(house, SLACK.yan, 'DENY', { reason: 'The migration was not rehearsed' })
    await leavesNothing('denied', 'Denied by Yan at 14:00: The migration was not rehearsed')
    const late = await house.people.click(SLACK.yan, old, 'APPROVE')
    await soon(() => expect(wordsOf(late.responses())).toContain('REL-1 - already denied by Yan at 14:00'))
  })
})

describe('/release', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse()
  })
  afterEach(() => house.close())

  async function told(user: string, text: string): Promise<string> {
    return wordsOf((await house.people.command(user, '/release', text)).body)
  }

  it('with nothing opens the form, and the form begins one', async () => {
    await house.people.command(SLACK.corentin, '/release', '')
    expect(lastView(house).view['title']).toMatchObject({ text: 'Start a release' })
    const wrong = await house.people.submit(SLACK.corentin, lastView(house), { version: 'v1.3.2' })
    expect(wordsOf(wrong.body)).not.toContain('errors')
    await soon(() => expect(house.slack.ephemerals.at(-1)?.text).toContain('v1.3.2 exists already (commit '))
    await house.people.command(SLACK.corentin, '/release', '')
    await house.people.submit(SLACK.corentin, lastView(house), { asked: 'minor' })
    await shows(house, '[RELEASE v1.4.0] formation-hub - staging is to be validated')
  })

  it.each([
    ['1.3', '"1.3" is no version: write minor, patch, major or three numbers, v1.4.0.'],
    ['v1.3.2', 'v1.3.2 exists already (commit '],
    ['1.3.0', 'v1.3.0 is lower than v1.3.2, the last release.'],
    ['v1.4.0-rc.1', 'production gets stable versions only: v1.4.0.'],
    ['minor please', 'Nothing follows the version: /release minor. There was "please".'],
  ])('%s begins nothing and says why', async (text, why) => {
    const answer = await told(SLACK.corentin, text)
    expect(answer).toContain('Nothing was released')
    expect(answer.replaceAll('\\"', '"')).toContain(why)
    expect(await told(SLACK.corentin, 'list')).toContain('No release so far')
  })

  it('by somebody who is no owner is refused with who may, and is in the audit', async () => {
    for (const text of ['minor', ''])
      expect(await told(SLACK.nadia, text)).toContain('Only owners may: Corentin, Yan.')
    expect(await told(SLACK.stranger, 'minor')).toContain('Refused - Vigie does not know you')
    expect(house.slack.views).toEqual([])
    const audit = await (await house.atConsole('yan')).open('/console/audit.jsonl')
    expect(audit.text).toMatch(/"by":"nadia".*"did":"release","result":"refused","reason":"not_an_approver"/)
  })

  it('while another one is under way says which, since when and by whom', async () => {
    await planned(house)
    for (const text of ['patch', ''])
      expect(await told(SLACK.yan, text)).toContain('REL-1 releases v1.4.0 since 14:00, started by Corentin')
    expect(house.slack.views).toEqual([])
  })

  it('v2.0.0 where a minor one is implied: the implied one is taken', async () => {
    await told(SLACK.corentin, 'v2.0.0')
    const card = await shows(house, '[RELEASE v2.0.0] formation-hub - which version?')
    expect(card).toMatch(/- DISAGREES: the commits imply v1\.4\.0 - minor: 1 feature: "overview of a week"/)
    expect(card).toContain('the commits imply v1.4.0, asked was v2.0.0. Which of the two is it?')
    expect(await press(house, SLACK.corentin, 'Take the implied one')).toContain('implied version taken')
    await shows(house, '[RELEASE v1.4.0] formation-hub - staging is to be validated')
    expect(await house.card()).not.toContain('DISAGREES')
  })

  it('v2.0.0 where a minor one is implied: it is kept with a reason', async () => {
    await told(SLACK.corentin, 'v2.0.0')
    await shows(house, 'which version?')
    const empty = await fillIn(house, SLACK.yan, 'Keep the asked one', {})
    expect(empty.body).toMatchObject({ errors: { reason: 'Why it is right is needed' } })
    await house.people.submit(SLACK.yan, lastView(house), { reason: 'The editor is new for everybody' })
    const card = await shows(house, '[RELEASE v2.0.0] formation-hub - staging is to be validated')
    expect(card).toContain('- kept by Yan: The editor is new for everybody')
  })

  it('while GitHub is away waits for it, says so once, and goes on when it is back', async () => {
    house.github.away()
    expect(await told(SLACK.corentin, 'minor')).toContain('REL-1 - the next minor version is')
    const waits = await said(house, 'Waits for GitHub - REL-1', 'releases')
    expect(waits.text).toContain('- To do: plan the release')
    expect(waits.text).toContain('it is done as soon as GitHub is back')
    await shows(house, '[RELEASE minor] formation-hub - being planned')
    house.github.back()
    await soon(async () => {
      house.clock.jump(31_000)
      await shows(house, 'Prerequisites - 7 of 7 ok')
    })
    expect(await countOf(house, 'Waits for GitHub', 'releases')).toBe(1)
  })
})

it('/release without GitHub says what is missing, and begins nothing', async () => {
  const house = await openHouse({ transport: 'http', ahead: aheadAt('2027-03-03 14:00') })
  try {
    for (const text of ['minor', '', 'status']) {
      const answer = await house.people.command(SLACK.corentin, '/release', text)
      expect(wordsOf(answer.body)).toContain('GITHUB_TOKEN')
    }
  } finally {
    await house.close()
  }
})
