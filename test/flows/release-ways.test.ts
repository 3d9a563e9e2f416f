import { afterEach, describe, expect, it } from 'vitest'
import { BOT } from '../fakes/github-upstream.ts'
import { MINUTE, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { openReleaseHouse, type ReleaseHouse, type ReleaseHouseOptions, shows } from './release-house.ts'
import { decided, press } from './release-steps.ts'

let house: ReleaseHouse
afterEach(() => house.close())

async function open(options: ReleaseHouseOptions): Promise<void> {
  house = await openReleaseHouse(options)
}

async function approved(): Promise<void> {
  await decided(house)
  await press(house, SLACK.yan, 'APPROVE')
}

function deployments() {
  return house.github.ci.runs.filter(({ file, ref }) => file === 'deploy-prod.yml' && ref === 'v1.4.0')
}

function asked(route: string): number {
  return house.github.routes.filter((name) => name === route).length
}

const DISPATCH = 'POST /actions/workflows/{file}/dispatches'
const ANSWER = 'POST /actions/runs/{id}/pending_deployments'

async function doctor(): Promise<string> {
  return wordsOf((await house.people.command(SLACK.corentin, '/ops', 'doctor')).body)
}

describe('GitHub holds production for reviewers', () => {
  it('of whom Vigie is one: the approval in the chat is the approval there, once, with its names', async () => {
    await open({ reviewers: [BOT], deploys: 'success' })
    expect(await doctor()).toContain(
      "Production is guarded twice: by Vigie's gate and by GitHub's reviewers of the environment production.",
    )
    await approved()
    await shows(house, 'is watched until')
    expect(house.github.ci.reviews).toMatchObject([
      { verdict: 'approved', by: BOT, comment: 'Approved in Vigie by Yan (REL-1)' },
    ])
    expect([asked(ANSWER), asked(DISPATCH), deployments().length]).toEqual([1, 0, 1])
    expect(deployments()[0]).toMatchObject({ ref: 'v1.4.0', event: 'push', conclusion: 'success' })
  })

  it('of whom Vigie is none: the card says where to approve, and goes on when somebody did', async () => {
    await open({ reviewers: ['yan-example'], deploys: 'success' })
    expect(await doctor()).toContain("GitHub does not let Vigie's account review the environment production")
    await approved()
    await shows(house, /approve it on GitHub: https?:\/\/\S+\/actions\/runs\/\d+/)
    const [run] = deployments()
    await house.github.ci.review(run?.id ?? 0, 'approved', 'yan-example')
    await shows(house, 'is watched until')
    expect([asked(ANSWER), asked(DISPATCH)]).toEqual([0, 0])
  })

  it('one of whom rejects it there: the deployment failed, and the gate asks for a rollback', async () => {
    await open({ reviewers: ['yan-example'] })
    await approved()
    const run = await soon(() => {
      const [first] = deployments()
      if (first === undefined) throw new Error('the tag started nothing')
      return first
    })
    await house.github.ci.begin(run.id)
    await shows(house, 'approve it on GitHub')
    await house.github.ci.review(run.id, 'rejected', 'yan-example')
    await shows(house, 'deployment failed, rollback?')
    expect((await said(house, 'The deployment failed - REL-1', 'releases')).text).toContain('failure')
  })

  it('and tells nobody: what was approved there is found by reading', async () => {
    await open({ reviewers: ['yan-example'], deploys: 'success' })
    await approved()
    await shows(house, 'approve it on GitHub')
    house.github.deliver(undefined)
    await house.github.ci.review(deployments()[0]?.id ?? 0, 'approved', 'yan-example')
    await soon(async () => {
      house.clock.jump(MINUTE)
      expect(await house.card()).toMatch(/is watched until|all OK or rollback/)
    })
  })
})

describe('nobody but Vigie holds production', () => {
  it('and the doctor says so; the gate dispatches the workflow', async () => {
    await open({ deploys: 'success' })
    expect(await doctor()).toContain(
      "Production is guarded by Vigie's gate alone: GitHub has no reviewers for the environment production",
    )
    await decided(house)
    expect(deployments()).toEqual([])
    await press(house, SLACK.yan, 'APPROVE')
    await shows(house, 'is watched until')
    expect([asked(ANSWER), asked(DISPATCH), deployments().length]).toEqual([0, 1, 1])
  })

  it('and the tag starts the deployment where vigie.yaml says so', async () => {
    const team = (yaml: string) => yaml.replace('# trigger: dispatch', 'trigger: tag')
    await open({ deploys: 'success', startsOn: ['push_tag'], team })
    await approved()
    await shows(house, 'is watched until')
    expect([asked(DISPATCH), deployments().length]).toEqual([0, 1])
  })

  it('and the workflow starts on tags and on dispatch: the tag starts it, however late GitHub lists that', async () => {
    await open({ deploys: 'success', startsOn: ['push_tag', 'workflow_dispatch'], appears: 'when_told' })
    await approved()
    await said(house, 'v1.4.0 is tagged - REL-1', 'releases')
    await soon(() => {
      const { routes } = house.github
      expect(routes.slice(routes.lastIndexOf('POST /git/refs'))).toContain('GET /contents/{path}')
    })
    house.clock.jump(MINUTE)
    await house.github.ci.appear()
    await shows(house, 'is watched until')
    expect([asked(DISPATCH), deployments().length]).toEqual([0, 1])
  })
})
