import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Postponed } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { createRig, type Rig, type RigOptions, VERSION } from '../release/publication-rig.ts'
import { createScript, type Twist } from '../release/script.ts'

const PROGRESS = 'queued - deploy-prod.yml on v1.4.0'
const REVIEWERS = { kind: 'reviewers', weMayAnswer: true } as const

/** A release that was tagged. Calls are counted from here. */
async function tagged(options: RigOptions = {}, prepare: (rig: Rig) => void = () => {}) {
  const rig = createRig(options)
  prepare(rig)
  await rig.open()
  const releaseCommit = rig.repository.state.head
  rig.repository.tagByHand(VERSION, releaseCommit)
  await rig.vigie({ step: 'publish', outcome: 'tagged', fields: { releaseCommit, tagUrl: '' } })
  return rig
}

/** Its deployment failed, and people deploy again. */
async function again(rig: Rig) {
  await rig.attend()
  expect((await rig.get()).step).toBe('failure')
  await rig.decide('failure', 'redeploy')
}

const done = ({ pipeline }: Rig) => ({ ...pipeline.done })

describe('a deployment that Vigie starts', () => {
  it('is one dispatch on the tag, and told as it stands', async () => {
    const rig = await tagged()
    await rig.perform('release.deploy')
    expect(done(rig)).toEqual({ dispatches: 1, reruns: 0 })
    expect(rig.pipeline.listed).toMatchObject([{ ref: VERSION }])
    expect(await rig.last()).toMatchObject({
      what: 'progressed',
      fields: { deployment: '81', deploymentUrl: 'https://github.test/runs/81', progress: PROGRESS },
    })
  })

  it('is none when a run of the tag is there', async () => {
    const rig = await tagged()
    rig.pipeline.start(VERSION, 'queued')
    await rig.perform('release.deploy')
    expect(done(rig).dispatches).toBe(0)
    expect((await rig.get()).facts['progress']).toBe(PROGRESS)
  })

  it('is asked for when GitHub does not list it yet', async () => {
    const rig = await tagged({}, ({ pipeline }) => {
      pipeline.state.slow = true
    })
    await rig.perform('release.deploy')
    await rig.perform('release.deploy')
    expect(done(rig).dispatches).toBe(1)
    expect((await rig.get()).facts['progress']).toBe('asked for - deploy-prod.yml on v1.4.0')
  })

  it('is one dispatch however often the process dies', async () => {
    const death = fc.constantFrom('die-before' as const, 'die-after' as const)
    const deaths = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), death), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(deaths, async (twists) => {
        const rig = await tagged({ script: createScript(new Map(twists)) })
        await rig.perform('release.deploy')
        rig.pipeline.turn('red', 'failure')
        await again(rig)
        await rig.perform('release.deploy')
        rig.pipeline.turn('green')
        await rig.attend()
        expect(done(rig)).toEqual({ dispatches: 1, reruns: 1 })
        expect((await rig.get()).step).toBe('smoke')
      }),
      { numRuns: 40 },
    )
  })

  it.each(['die-before', 'die-after'] as const)('%s at any call: one dispatch', async (when) => {
    async function journey(twists: ReadonlyMap<number, Twist>) {
      const script = createScript(twists)
      const rig = await tagged({ script })
      await rig.perform('release.deploy')
      await rig.attend()
      rig.pipeline.turn('green')
      await rig.attend()
      return { rig, calls: script.calls() }
    }
    const { calls } = await journey(new Map())
    expect(calls).toBeGreaterThan(8)
    for (let at = 1; at <= calls; at += 1) {
      const { rig } = await journey(new Map([[at, when]]))
      expect(done(rig), `${when} ${at}`).toEqual({ dispatches: 1, reruns: 0 })
      expect((await rig.get()).step, `${when} ${at}`).toBe('smoke')
    }
  })

  it('whose answer got lost is looked for during two minutes before it is made again', async () => {
    const rig = await tagged()
    const { begin } = rig.storage.deliveries
    await begin(`REL-1.deploy.0.${(await rig.get()).openedAt.toString(36)}`)
    for (let n = 0; n < 12; n += 1) {
      await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
      rig.pass(10_000)
    }
    expect(done(rig).dispatches).toBe(0)
    await rig.act('release.deploy')
    expect(done(rig).dispatches).toBe(1)
  })

  it('whose answer got lost is found when GitHub lists it late', async () => {
    const lost = () => {
      throw new RemoteError('github', 'unreachable', { retry: true })
    }
    const calls = ['tags', 'latestRun', 'guard', 'startsOnTag', 'begin', 'dispatch', 'done'].length
    const rig = await tagged({ script: createScript(new Map([[calls, lost]])) }, ({ pipeline }) => {
      pipeline.state.slow = true
    })
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    rig.pipeline.list()
    await rig.act('release.deploy')
    expect(done(rig).dispatches).toBe(1)
    expect((await rig.get()).facts['progress']).toBe(PROGRESS)
  })

  it('that GitHub refused is no attempt: who tries again starts it at once', async () => {
    const calls = ['tags', 'latestRun', 'guard', 'startsOnTag', 'begin', 'dispatch'].length
    const refuse = () => {
      throw new RemoteError('github', 'unprocessable', { retry: false, said: 'no workflow_dispatch' })
    }
    const rig = await tagged({ script: createScript(new Map([[calls, refuse]])) })
    await rig.act('release.deploy')
    expect(await rig.last()).toMatchObject({
      what: 'failed',
      fields: { because: 'github: unprocessable - no workflow_dispatch' },
    })
    await rig.choose('REL-1', 'retry')
    await rig.act('release.deploy')
    expect(done(rig).dispatches).toBe(1)
  })

  it('is the same attempt for whoever tries again after it was made', async () => {
    const calls = ['tags', 'latestRun', 'guard', 'startsOnTag', 'begin', 'dispatch', 'done', 'latestRun']
      .length
    const refuse = () => {
      throw new RemoteError('github', 'refused', { retry: false })
    }
    const rig = await tagged({ script: createScript(new Map([[calls, refuse]])) }, ({ pipeline }) => {
      pipeline.state.slow = true
    })
    await rig.act('release.deploy')
    await rig.choose('REL-1', 'retry')
    await rig.act('release.deploy')
    expect(done(rig).dispatches).toBe(1)
  })

  it('is none after the step ended: somebody deployed by hand', async () => {
    const rig = await tagged()
    await rig.vigie({ note: 'failed', fields: {} })
    await rig.choose('REL-1', 'by-hand')
    await rig.perform('release.deploy')
    expect(done(rig).dispatches).toBe(0)
  })
})

describe('a tag that is not where it was', () => {
  it.each([
    [
      'moved',
      (rig: Rig) => rig.repository.tagByHand(VERSION, rig.stable),
      /^the tag v1.4.0 was moved by hand to \w{7}: move it back to \w{7}$/,
    ],
    [
      'gone',
      (rig: Rig) => rig.repository.tags.splice(0),
      /^the tag v1.4.0 is gone: push it again, to \w{7}$/,
    ],
  ])('%s: nothing is deployed', async (_what, happen, because) => {
    const rig = await tagged()
    happen(rig)
    await rig.perform('release.deploy')
    expect(await rig.last()).toMatchObject({ what: 'failed', kind: 'completed' })
    expect((await rig.get()).facts['because']).toMatch(because)
    expect(done(rig).dispatches).toBe(0)
  })
})

describe('a run of another commit', () => {
  it('is not what was approved: it fails, and deploying again starts another', async () => {
    const rig = await tagged()
    rig.repository.tagByHand(VERSION, rig.stable)
    rig.pipeline.start(VERSION, 'queued')
    const { releaseCommit } = (await rig.get()).facts
    rig.repository.tagByHand(VERSION, String(releaseCommit))
    await rig.perform('release.deploy')
    expect((await rig.get()).facts['because']).toMatch(
      /^deploy-prod.yml ran on \w{7} and not on \w{7}: its tag was moved by hand$/,
    )
    rig.pipeline.turn('red')
    await rig.decide('failure', 'redeploy')
    await rig.perform('release.deploy')
    expect(done(rig)).toEqual({ dispatches: 1, reruns: 0 })
  })
})

describe('a deployment that the tag starts', () => {
  const reviewed = (rig: Rig) => {
    rig.pipeline.state.guard = REVIEWERS
  }

  it('is waited for, and the approval answers its reviewers', async () => {
    const rig = await tagged({}, reviewed)
    await rig.perform('release.deploy')
    expect((await rig.get()).facts['progress']).toBe(
      'waiting for the tag to start it - deploy-prod.yml on v1.4.0',
    )
    rig.pipeline.start(VERSION, 'waiting')
    rig.restart()
    await rig.perform('release.deploy')
    expect(rig.pipeline.comments).toEqual(['Approved in Vigie by Yan (REL-1)'])
    expect(done(rig).dispatches).toBe(0)
  })

  it('is told to be approved on GitHub where Vigie is no reviewer, and waited for', async () => {
    const rig = await tagged({}, (one) => {
      one.pipeline.state.guard = { kind: 'reviewers', weMayAnswer: false }
    })
    rig.pipeline.start(VERSION, 'waiting')
    await rig.perform('release.deploy')
    expect((await rig.get()).facts['progress']).toBe(
      'waiting for the reviewers - approve it on GitHub: https://github.test/runs/81',
    )
    expect((await rig.get()).step).toBe('deploy')
  })

  it.each([
    ['tag', { kind: 'none' }, 0],
    ['dispatch', REVIEWERS, 1],
  ] as const)('is as the configuration says: %s', async (trigger, guard, dispatches) => {
    const rig = await tagged({ releases: { trigger } }, ({ pipeline }) => {
      pipeline.state.guard = guard
    })
    await rig.perform('release.deploy')
    expect(done(rig).dispatches).toBe(dispatches)
  })
})

describe('a workflow that starts on tags and on dispatch', () => {
  const both = () => tagged({}, ({ pipeline }) => void Object.assign(pipeline.state, { onTag: true }))

  it('is left to the tag, however late GitHub lists its run', async () => {
    const rig = await both()
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    rig.pass(60_000)
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    rig.pipeline.start(VERSION, 'queued')
    await rig.act('release.deploy')
    expect(done(rig)).toEqual({ dispatches: 0, reruns: 0 })
    expect((await rig.get()).facts['progress']).toBe(PROGRESS)
  })

  it('is dispatched when nothing comes of the tag', async () => {
    const rig = await both()
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    rig.pass(120_000)
    await rig.act('release.deploy')
    expect(done(rig).dispatches).toBe(1)
  })
})

describe('Deploy again', () => {
  it.each([
    ['that Vigie started', 'dispatch'],
    ['that the tag started', 'tag'],
  ] as const)('runs the failed run %s again, once', async (_how, trigger) => {
    const rig = await tagged({ releases: { trigger } })
    if (trigger === 'tag') rig.pipeline.start(VERSION, 'queued')
    await rig.perform('release.deploy')
    const { dispatches } = done(rig)
    rig.pipeline.turn('red', 'failure')
    await again(rig)
    // Until it is run again the failure is the old one.
    await rig.attend()
    expect((await rig.get()).step).toBe('deploy')
    await rig.perform('release.deploy')
    await rig.perform('release.deploy')
    await rig.perform('release.deploy', 0)
    expect(done(rig)).toEqual({ dispatches, reruns: 1 })
    expect((await rig.get()).facts['progress']).toBe(PROGRESS)
    rig.pipeline.turn('green')
    await rig.attend()
    expect((await rig.get()).step).toBe('smoke')
  })

  it.each(['die-before', 'die-after'] as const)('%s at any call: one rerun', async (when) => {
    async function journey(twists: ReadonlyMap<number, Twist>) {
      const script = createScript(twists)
      const rig = await tagged({ script })
      rig.pipeline.start(VERSION, 'red')
      await again(rig)
      await rig.perform('release.deploy')
      rig.pipeline.turn('green')
      await rig.attend()
      return { rig, calls: script.calls() }
    }
    const { calls } = await journey(new Map())
    for (let at = 1; at <= calls; at += 1) {
      const { rig } = await journey(new Map([[at, when]]))
      expect(done(rig), `${when} ${at}`).toEqual({ dispatches: 0, reruns: 1 })
      expect((await rig.get()).step, `${when} ${at}`).toBe('smoke')
    }
  })

  it('fails again when it does', async () => {
    const rig = await tagged()
    rig.pipeline.start(VERSION, 'red')
    await again(rig)
    await rig.perform('release.deploy')
    rig.pipeline.turn('red', 'timed_out')
    await again(rig)
    await rig.perform('release.deploy')
    expect(done(rig).reruns).toBe(2)
  })

  it('waits for the failed run to end', async () => {
    const rig = await tagged()
    rig.pipeline.start(VERSION, 'running')
    rig.pipeline.state.status = { state: 'red', said: 'error', url: undefined, at: Date.UTC(2026, 10, 25) }
    await again(rig)
    await expect(rig.act('release.deploy')).rejects.toThrow(Postponed)
    rig.pipeline.turn('red')
    await rig.act('release.deploy')
    expect(done(rig)).toEqual({ dispatches: 0, reruns: 1 })
    // What CI said about the first attempt is not said of the second.
    await rig.attend()
    expect((await rig.get()).step).toBe('deploy')
  })

  it('is a dispatch when no job failed, and when the workflow was lost with its runs', async () => {
    const green = await tagged()
    green.pipeline.start(VERSION, 'green')
    green.pipeline.state.status = { state: 'red', said: 'error', url: undefined, at: Date.UTC(2026, 10, 25) }
    await again(green)
    await green.perform('release.deploy')
    expect(done(green)).toEqual({ dispatches: 1, reruns: 0 })

    const lost = await tagged({}, ({ pipeline }) => {
      pipeline.state.guard = REVIEWERS
      pipeline.state.gone = true
    })
    await again(lost)
    lost.pipeline.state.gone = false
    await lost.perform('release.deploy')
    expect(done(lost).dispatches).toBe(1)
  })
})

describe('GitHub that is off', () => {
  it('says what is to be done by hand', async () => {
    const rig = await tagged({ off: true })
    await rig.perform('release.deploy')
    await rig.attend()
    expect((await rig.last())?.fields['because']).toBe('GitHub is off (no GITHUB_TOKEN): deploy by hand')
  })
})

describe('a rollback', () => {
  const TAG = 'v1.4.0-rollback'

  it('puts the stable version under a tag of its own and deploys that', async () => {
    const rig = createRig()
    const id = await rig.rollBack()
    await rig.perform('rollback.deploy')
    expect(rig.repository.made).toMatchObject([
      { name: TAG, commit: rig.stable, message: 'Rollback of v1.4.0 to v1.3.2' },
    ])
    expect((await rig.get(id)).facts).toMatchObject({
      tag: TAG,
      deployment: '81',
      progress: 'queued - deploy-prod.yml on v1.4.0-rollback',
    })
    rig.pipeline.turn('green')
    await rig.attend()
    expect((await rig.get(id)).step).toBe('smoke')
  })

  it('takes the next name when that one is of another rollback', async () => {
    const rig = createRig()
    await rig.rollBack()
    await rig.perform('rollback.deploy')
    rig.pass(60_000)
    const second = await rig.rollBack()
    await rig.perform('rollback.deploy')
    await rig.perform('rollback.deploy')
    expect(rig.repository.made.map(({ name }) => name)).toEqual([TAG, `${TAG}.2`])
    expect((await rig.get(second)).facts['tag']).toBe(`${TAG}.2`)
    expect(done(rig).dispatches).toBe(2)
  })

  it('answers the reviewers itself', async () => {
    const rig = createRig()
    rig.pipeline.state.guard = REVIEWERS
    const id = await rig.rollBack()
    await rig.perform('rollback.deploy')
    rig.pipeline.start(TAG, 'waiting')
    await rig.attend()
    expect(rig.pipeline.comments).toEqual(['Rolled back in Vigie by Corentin (RBK-1)'])
    expect((await rig.get(id)).facts['progress']).toBe(
      'approved on GitHub - deploy-prod.yml on v1.4.0-rollback',
    )
  })

  it('without the tag to go back to says so, and is tried again when it is there', async () => {
    const rig = createRig()
    const [tag] = rig.repository.tags.splice(0)
    const id = await rig.rollBack()
    await rig.perform('rollback.deploy')
    expect((await rig.get(id)).facts['because']).toBe('there is no tag v1.3.2 to go back to')
    expect((await rig.get(id)).step).toBe('stuck')
    rig.repository.tagByHand('v1.3.2', tag?.commit ?? '')
    await rig.choose(id, 'retry')
    await rig.perform('rollback.deploy')
    expect(done(rig).dispatches).toBe(1)
  })

  it('goes on although another of its actions failed', async () => {
    const rig = createRig()
    const id = await rig.rollBack()
    await rig.vigie({ note: 'failed', fields: { what: 'rollback.incident' } }, id)
    await rig.perform('rollback.deploy')
    expect(done(rig).dispatches).toBe(1)
  })

  it.each(['die-before', 'die-after'] as const)('%s at any call: one tag, one dispatch', async (when) => {
    async function journey(twists: ReadonlyMap<number, Twist>) {
      const script = createScript(twists)
      const rig = createRig({ script })
      const id = await rig.rollBack()
      await rig.perform('rollback.deploy')
      rig.pipeline.turn('red', 'failure')
      await rig.attend()
      await rig.choose(id, 'retry')
      await rig.perform('rollback.deploy')
      rig.pipeline.turn('green')
      await rig.attend()
      return { rig, id, calls: script.calls() }
    }
    const { calls } = await journey(new Map())
    for (let at = 1; at <= calls; at += 1) {
      const { rig, id } = await journey(new Map([[at, when]]))
      expect(
        rig.repository.made.map(({ name }) => name),
        `${when} ${at}`,
      ).toEqual([TAG])
      expect(done(rig), `${when} ${at}`).toEqual({ dispatches: 1, reruns: 1 })
      expect((await rig.get(id)).step, `${when} ${at}`).toBe('smoke')
    }
  })
})
