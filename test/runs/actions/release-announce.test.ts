import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../src/engine/run.ts'
import { createReleaseAnnounce } from '../../../src/runs/actions/release-announce.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'
import { effectOf, entryOf, releaseOf } from './release-run.ts'
import { away } from './rig.ts'

const CHANGELOG =
  '## [Unreleased]\n- later\n\n## [1.3.0] - 2026-11-24\n\n### Added\n\n- A CSV, see [guide]\n\n## [1.2.0]\n- old\n\n[guide]: https://doc.test\n'

/** GitHub with a CHANGELOG at the tag; it publishes the notes of a tag once. */
function repositoryWith(changelog: string | undefined) {
  const published = new Map<string, { title: string; body: string }>()
  return {
    published,
    textAt: async (path: string, ref: string) =>
      path === 'CHANGELOG.md' && ref === 'v1.3.0' ? changelog : undefined,
    publishRelease: async ({ tag, title, body }: { tag: string; title: string; body: string }) => {
      if (!published.has(tag)) published.set(tag, { title, body })
      return { url: `https://git.test/releases/${tag}` }
    },
  }
}

const settings = { releases: RELEASES }

function announce(deps: Parameters<typeof createReleaseAnnounce>[0], facts: Fields = {}) {
  const run = releaseOf({ version: 'v1.3.0', ...facts })
  return createReleaseAnnounce(deps)(run, entryOf(), effectOf('release.announce'))
}

describe('the announcement', () => {
  it('publishes what the CHANGELOG says of the version at its tag, under its name', async () => {
    const repository = repositoryWith(CHANGELOG)
    expect(await announce({ repository, settings })).toEqual({
      step: 'announce',
      outcome: 'announced',
      fields: { releaseUrl: 'https://git.test/releases/v1.3.0' },
    })
    expect([...repository.published]).toEqual([
      ['v1.3.0', { title: 'v1.3.0', body: '### Added\n\n- A CSV, see [guide]\n\n[guide]: https://doc.test' }],
    ])
  })

  it('is the same answer when it is repeated', async () => {
    const repository = repositoryWith(CHANGELOG)
    const first = await announce({ repository, settings })
    expect(await announce({ repository, settings })).toEqual(first)
    expect(repository.published.size).toBe(1)
  })

  it.each([undefined, '', '## [1.3.0]\n\n## [1.2.0]\n- old\n'])(
    'tells the commits where the CHANGELOG is %j',
    async (changelog) => {
      const repository = repositoryWith(changelog)
      const compareUrl = 'https://git.test/v1.2.0...v1.3.0'
      await announce({ repository, settings }, { changes: 'Fixes\n- b', compareUrl })
      expect(repository.published.get('v1.3.0')?.body).toBe(`Fixes\n- b\n\n${compareUrl}`)
    },
  )

  it('is cut where GitHub takes no more', async () => {
    const repository = repositoryWith(`## [1.3.0]\n${'a line of many words\n'.repeat(7_000)}`)
    await announce({ repository, settings })
    expect(repository.published.get('v1.3.0')?.body).toHaveLength(125_000)
  })

  it('says what is switched off, and waits for what is away', async () => {
    expect(await announce({ repository: undefined, settings })).toMatchObject({
      note: 'failed',
      fields: { because: 'GitHub is off (no GITHUB_TOKEN): publish the release notes by hand' },
    })
    expect(await announce({ repository: repositoryWith(CHANGELOG), settings: {} })).toMatchObject({
      note: 'failed',
      fields: { because: 'releases are off (no releases in vigie.yaml, or no GITHUB_TOKEN)' },
    })
    const gone = away()
    const repository = {
      ...repositoryWith(CHANGELOG),
      publishRelease: async () => {
        throw gone
      },
    }
    await expect(announce({ repository, settings })).rejects.toBe(gone)
  })
})
