import { describe, expect, it, vi } from 'vitest'
import { examineReleases, releaseWords } from '../../../src/commands/ops/doctor-releases.ts'
import type { ReleaseFindings } from '../../../src/runs/release/examination.ts'
import { createTalk } from '../rig.ts'

const READY: ReleaseFindings = {
  environment: 'production',
  guard: { kind: 'reviewers', weMayAnswer: true },
  workflows: [
    { file: 'deploy-prod.yml', purpose: 'deploy', found: 'there' },
    { file: 'e2e.yml', purpose: 'e2e', found: 'there' },
  ],
  checks: 'there',
}
const TWICE =
  "Production is guarded twice: by Vigie's gate and by GitHub's reviewers of the environment production."

describe('/ops doctor, of releases', () => {
  it('says that both guards are in force', () => {
    expect(releaseWords(READY, 'GitHub')).toEqual({ states: [TWICE], warnings: [] })
  })

  it("says that Vigie's gate is alone: no fault of anybody's", () => {
    expect(releaseWords({ ...READY, guard: { kind: 'none' } }, 'GitHub')).toEqual({
      states: [
        "Production is guarded by Vigie's gate alone: GitHub has no reviewers for the environment production (private repositories on Free, Pro and Team plans can't).",
      ],
      warnings: [],
    })
  })

  it('calls the forge by its name', () => {
    const { states } = releaseWords({ ...READY, guard: { kind: 'none' } }, 'Forgejo')
    expect(states).toEqual([
      "Production is guarded by Vigie's gate alone: Forgejo has no reviewers for the environment production (it knows no environments).",
    ])
  })

  it('says that its account can not answer', () => {
    const { states, warnings } = releaseWords(
      { ...READY, guard: { kind: 'reviewers', weMayAnswer: false } },
      'GitHub',
    )
    expect(states).toEqual([TWICE])
    expect(warnings).toEqual([
      expect.stringContaining("GitHub does not let Vigie's account review the environment production"),
    ])
  })

  it('names the workflows that are missing, and what that means', () => {
    const found = { trouble: 'missing', because: 'github: not_found - there is no workflow' } as const
    const workflows = READY.workflows.map((one) => ({ ...one, found }))
    expect(releaseWords({ ...READY, workflows }, 'GitHub').warnings).toEqual([
      'There is no workflow deploy-prod.yml in the repository: a release is tagged, and nothing deploys it.',
      'There is no workflow e2e.yml in the repository: no release gets past its E2E tests.',
    ])
  })

  it('says once which right is lacking, and what does not answer', () => {
    const refused = { trouble: 'refused', because: 'github: refused - Resource not accessible' } as const
    const away = { trouble: 'away', because: 'github: unavailable - trouble' } as const
    const workflows = READY.workflows.map((one) => ({ ...one, found: refused }))
    expect(releaseWords({ ...READY, guard: away, checks: refused, workflows }, 'GitHub')).toEqual({
      states: [],
      warnings: [
        "Vigie's account lacks a right that releases need: github: refused - Resource not accessible.",
        'GitHub does not answer what releases ask: github: unavailable - trouble.',
      ],
    })
  })

  it('says only that the repository is out of reach when it is', () => {
    const missing = { trouble: 'missing', because: 'github: not_found - Not Found' } as const
    const workflows = READY.workflows.map((one) => ({ ...one, found: missing }))
    expect(releaseWords({ ...READY, guard: missing, checks: missing, workflows }, 'GitHub')).toEqual({
      states: [],
      warnings: ['GitHub does not show the repository to Vigie: github: not_found - Not Found.'],
    })
  })

  it('says nothing of releases that are off', async () => {
    expect(await examineReleases(createTalk(), undefined)).toEqual({ states: [], warnings: [] })
  })

  const IN_TIME = [expect.stringContaining('GitHub does not say in time how releases are guarded')]

  it('waits for GitHub two and a half seconds', async () => {
    const talk = createTalk()
    const examine = vi.fn(() => new Promise<ReleaseFindings>(() => {}))
    const asked = examineReleases(talk, { forge: 'GitHub', examine })
    expect(examine).toHaveBeenCalledTimes(1)
    talk.clock.jump(2_500)
    expect((await asked).warnings).toEqual(IN_TIME)
  })

  it('holds nothing when the examination itself fails', async () => {
    const examine = () => Promise.reject(new Error('a bug'))
    expect((await examineReleases(createTalk(), { forge: 'GitHub', examine })).warnings).toEqual(IN_TIME)
  })
})
