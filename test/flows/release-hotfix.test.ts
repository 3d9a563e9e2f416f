import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE, said } from './beside.ts'
import { SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { CHANGELOG, openReleaseHouse, type ReleaseHouse, shows } from './release-house.ts'
import { fillIn, press, TICKED } from './release-steps.ts'

let house: ReleaseHouse
beforeEach(async () => {
  house = await openReleaseHouse({ deploys: 'success' })
})
afterEach(() => house.close())

async function type(text: string): Promise<string> {
  return wordsOf((await house.people.command(SLACK.corentin, '/release', text)).body)
}

/** The fix on the branch, with its line in the CHANGELOG, tested. */
async function fix(branch: string): Promise<string> {
  const unreleased = '## [Unreleased]\n\n### Fixed\n\n- The export is whole again\n'
  const text = (await house.github.file('CHANGELOG.md', branch)) ?? ''
  const fixed = text.includes('## [Unreleased]')
    ? text.replace(/## \[Unreleased\]\n(?:(?!## ).*\n)*/, `${unreleased}\n`)
    : `${text}\n${unreleased}`
  const [head = ''] = await house.github.git.push(
    branch,
    [{ message: 'fix(export): no row is left out', path: 'CHANGELOG.md', text: fixed }],
    'yan-example',
  )
  await house.github.ci.checkRun(head, { name: 'test', conclusion: 'success' })
  await house.github.ci.settled()
  return head
}

/** Through its gates into production. */
async function released(run = 'REL-1'): Promise<void> {
  await shows(house, 'staging is to be validated', run)
  await fillIn(house, SLACK.corentin, 'OK', TICKED)
  await shows(house, 'release or abort?', run)
  await press(house, SLACK.corentin, 'Release', run)
  await shows(house, 'APPROVE or DENY?', run)
  await press(house, SLACK.yan, 'APPROVE', run)
  await shows(house, 'is watched until', run)
}

describe('a hotfix', () => {
  it('has its branch at the stable tag, its release from there, and main is told what it lacks', async () => {
    const { git } = house.github
    const stable = (await git.tag('v1.3.2'))?.commit
    const main = await git.headOf('main')
    const told = await type('hotfix')
    expect(told).toContain('hotfix/v1.3.3 begins at v1.3.2')
    expect(told).toContain('git fetch &amp;&amp; git switch hotfix/v1.3.3')
    expect(told).toContain('Then release it: `/release hotfix v1.3.3`')
    expect(await git.headOf('hotfix/v1.3.3')).toBe(stable)
    expect(await type('hotfix v1.3.3')).toContain('hotfix/v1.3.3 begins at v1.3.2')

    const head = await fix('hotfix/v1.3.3')
    expect(await type('hotfix v1.3.3')).toContain('REL-1')
    await shows(house, '[HOTFIX v1.3.3] formation-hub')
    await released()
    const tagged = await git.tag('v1.3.3')
    expect((await git.commit(tagged?.commit ?? '')).parents).toEqual([expect.objectContaining({ sha: head })])
    expect(await house.github.file('CHANGELOG.md', 'hotfix/v1.3.3')).toContain('## [v1.3.3] - 2027-03-03')
    expect(await git.headOf('main')).toBe(main)
    expect(await house.github.file('CHANGELOG.md', 'main')).toBe(CHANGELOG)
    expect((await said(house, 'v1.3.3 is tagged - REL-1', 'releases')).text).toContain(
      'The main branch does not hold v1.3.3 by that: merge hotfix/v1.3.3 into it',
    )

    house.clock.jump(31 * MINUTE)
    await shows(house, 'all OK or rollback?')
    await press(house, SLACK.corentin, 'All OK')
    await shows(house, '[HOTFIX v1.3.3] formation-hub - complete')
    await type('minor')
    const refused = await shows(house, '[RELEASE minor] formation-hub - refused', 'REL-2')
    expect(refused).toContain('"main" doesn\'t hold v1.3.3')
    expect(refused).toContain('merge that tag into it first, or what it brought would be lost')
  })

  it('of an older version begins at its tag, and follows that', async () => {
    const { git } = house.github
    const stable = await git.commit((await git.tag('v1.3.2'))?.commit ?? '')
    const old = stable.parents[0]?.sha ?? ''
    await git.pushTag('v1.2.4', old, 'Release v1.2.4', 'yan-example')
    expect(await type('hotfix v1.2.5')).toContain('hotfix/v1.2.5 begins at v1.2.4')
    expect(await git.headOf('hotfix/v1.2.5')).toBe(old)
    await fix('hotfix/v1.2.5')
    await type('hotfix v1.2.5')
    const card = await shows(house, 'staging is to be validated')
    expect(card).toContain('Version: v1.2.5 - after v1.2.4')
    await released()
    expect(await git.tag('v1.2.5')).toBeDefined()
    expect(await type('hotfix v1.2.9')).toContain('v1.2.9 is the next patch of no stable version')
  })
})
