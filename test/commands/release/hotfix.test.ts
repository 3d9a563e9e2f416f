import { describe, expect, it } from 'vitest'
import { away, createReleaseTalk } from './rig.ts'

describe('a hotfix', () => {
  it('has its branch made at the last stable tag, and is told what to push and to type', async () => {
    const talk = createReleaseTalk()
    const words = await talk.say('yan', '/release hotfix')
    expect(words).toContain('hotfix/v1.3.1 begins at v1.3.0')
    expect(words).toContain('git fetch && git switch hotfix/v1.3.1')
    expect(words).toContain('/release hotfix v1.3.1')
    expect(talk.repository.made).toEqual(['hotfix/v1.3.1 from v1.3.0'])
    expect(await talk.audited()).toMatchObject([
      { by: 'yan', did: 'hotfix-branch', result: 'done', reason: 'hotfix/v1.3.1 from v1.3.0' },
    ])
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })

  it('may begin at an older one, which its version names', async () => {
    const talk = createReleaseTalk()
    expect(await talk.say('yan', '/release hotfix 1.2.5')).toContain('hotfix/v1.2.5 begins at v1.2.4')
  })

  it('says the same again while nothing was pushed, and makes nothing twice', async () => {
    const talk = createReleaseTalk()
    const first = await talk.say('yan', '/release hotfix')
    expect(await talk.say('yan', '/release hotfix')).toBe(first)
    expect(talk.repository.made).toHaveLength(1)
    expect(await talk.audited()).toHaveLength(1)
  })

  it('is released from its branch once something was', async () => {
    const talk = createReleaseTalk()
    await talk.say('yan', '/release hotfix v1.2.5')
    talk.repository.branches.set('hotfix/v1.2.5', 'fff')
    const words = await talk.say('yan', '/release hotfix v1.2.5', 'slack:one')
    expect(words).toContain('REL-1 - v1.2.5 is being planned')
    expect((await talk.runOf('REL-1')).facts).toMatchObject({
      asked: 'v1.2.5',
      branch: 'hotfix/v1.2.5',
      hotfix: true,
    })
    expect(await talk.say('yan', '/release hotfix v1.2.5', 'slack:one')).toBe(words)
  })

  it.each([
    ['v1.2.4', 'v1.2.4 exists already'],
    ['v1.2.9', 'v1.2.9 is the next patch of no stable version; after v1.3.0 it is v1.3.1.'],
    ['v1.4.0', 'v1.4.0 is the next patch of no stable version'],
    ['the editor', '"the editor" is no version'],
  ])('is refused as %s, with the reason', async (typed, sentence) => {
    const talk = createReleaseTalk()
    const words = await talk.say('yan', `/release hotfix ${typed}`)
    expect(words).toContain('Nothing was released')
    expect(words).toContain(sentence)
    expect(talk.repository.made).toEqual([])
  })

  it('needs a stable tag, and GitHub', async () => {
    expect(await createReleaseTalk({ tags: [] }).say('yan', '/release hotfix')).toContain(
      'a hotfix begins at a stable tag, and there is none yet.',
    )
    const talk = createReleaseTalk()
    talk.repository.state.fault = away()
    expect(await talk.say('yan', '/release hotfix')).toContain(
      'Nothing was released - GitHub does not answer',
    )
  })

  it('is not begun beside another release', async () => {
    const talk = createReleaseTalk()
    await talk.bring('staging')
    talk.repository.branches.set('hotfix/v1.3.1', 'fff')
    expect(await talk.say('yan', '/release hotfix')).toContain('REL-1 releases v1.4.0')
  })
})
