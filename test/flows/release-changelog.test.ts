import { afterEach, describe, expect, it } from 'vitest'
import { MINUTE, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { CHANGELOG, openReleaseHouse, push, type ReleaseHouse, shows } from './release-house.ts'
import { decided, press } from './release-steps.ts'

const TAG = 'v1.4.0'
const WAITS = 'waits for the CHANGELOG to be merged'

let house: ReleaseHouse
afterEach(() => house.close())

/** Approved, and the pull request of the CHANGELOG stands open. Answers its number. */
async function proposed(how: 'configured' | 'barred' = 'configured'): Promise<number> {
  const team = (yaml: string) => yaml.replace('CHANGELOG.md, by: commit', 'CHANGELOG.md, by: pull-request')
  house = await openReleaseHouse({ deploys: 'success', ...(how === 'configured' ? { team } : {}) })
  if (how === 'barred') await house.github.git.protect('main')
  await decided(house)
  await press(house, SLACK.yan, 'APPROVE')
  await shows(house, WAITS)
  const [pull, ...others] = await house.github.pulls()
  expect(others).toEqual([])
  expect(pull).toMatchObject({ title: `docs(changelog): release ${TAG}`, base: { ref: 'main' } })
  expect((await said(house, 'The CHANGELOG is to be merged - REL-1', 'releases')).text).toContain(
    `#${pull?.number}`,
  )
  return pull?.number ?? 0
}

/** The tag stands on what was merged, and production runs it. */
async function releasedFrom(head: string): Promise<void> {
  await shows(house, 'is watched until')
  expect(await house.github.git.tag(TAG)).toMatchObject({ type: 'tag', commit: head })
  expect(await house.github.file('CHANGELOG.md', TAG)).toContain('## [v1.4.0] - 2027-03-03')
}

describe('the CHANGELOG as a pull request', () => {
  it('merged by a person, as a merge commit: the tag stands on it', async () => {
    const number = await proposed()
    expect(await house.github.git.tag(TAG)).toBeUndefined()
    await house.github.mergePull(number, 'yan-example')
    await house.github.ci.settled()
    const head = await house.github.git.headOf('main')
    await releasedFrom(head)
    expect((await house.github.git.commit(head)).parents).toHaveLength(2)
  })

  it('of a branch that takes nothing else, squashed', async () => {
    const number = await proposed('barred')
    await house.github.mergePull(number, 'yan-example', 'squash')
    const head = await house.github.git.headOf('main')
    await releasedFrom(head)
    expect((await house.github.git.commit(head)).parents).toHaveLength(1)
  })

  it('merged, and nobody tells of it: it is found by reading', async () => {
    const number = await proposed()
    house.github.deliver(undefined)
    await house.github.mergePull(number, 'yan-example', 'squash')
    await soon(async () => {
      house.clock.jump(MINUTE)
      expect(await house.github.git.tag(TAG)).toBeDefined()
    })
  })

  it('closed unmerged: the release is aborted, and nothing of it stands on the branch', async () => {
    const number = await proposed()
    await house.github.closePull(number, 'yan-example')
    const ended = await shows(house, '[RELEASE v1.4.0] formation-hub - aborted')
    expect(ended).toContain('the pull request of the CHANGELOG was closed')
    expect(ended).toContain('No tag was made. The CHANGELOG is in #')
    expect(await house.github.git.tag(TAG)).toBeUndefined()
    expect(await house.github.file('CHANGELOG.md', 'main')).toBe(CHANGELOG)
  })

  it('and something else is merged in between: every gate opens anew, with what came', async () => {
    const number = await proposed()
    await push(house.github, 'fix(share): links end')
    await house.github.mergePull(number, 'yan-example', 'squash')
    const moved = await said(house, 'Main moved - REL-1', 'releases')
    expect(moved.text).toContain('links end')
    expect(moved.text).toContain('release v1.4.0')
    await shows(house, 'staging is to be validated')
    expect(await house.github.git.tag(TAG)).toBeUndefined()
  })
})
