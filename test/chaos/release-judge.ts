import { expect } from 'vitest'
import { z } from 'zod'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisRunStore } from '../../src/adapters/redis/run-store.ts'
import type { Run } from '../../src/engine/run.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { cardsIn, type End, runOf, type Told } from './release-stories.ts'
import type { ReleaseWorld } from './release-world.ts'

/** What was decided and done in a release that ended so, in order, each once. */
const DEEDS: Readonly<Record<End, readonly string[]>> = {
  complete: [
    ...['begin', 'planned', 'ok', 'release', 'approve', 'tagged', 'deployed', 'passed', 'ok'],
    'announced',
  ],
  'rolled back': [
    ...['begin', 'planned', 'ok', 'release', 'approve', 'tagged', 'deployed', 'passed', 'rollback'],
  ],
  denied: ['begin', 'planned', 'ok', 'release', 'deny'],
  aborted: ['begin', 'planned', 'ok', 'abort'],
}

/** Throws while something is missing; something too much stays wrong. */
export async function judgeReleases(world: ReleaseWorld, told: readonly Told[]): Promise<void> {
  const redis = createRedis(world.redis.url, { warn: () => {} })
  try {
    const store = createRedisRunStore(redis)
    expect(await store.outbox(10)).toEqual([])
    const list = async (playbook: string) => [...(await store.list({ playbook, limit: 1_000 }))].reverse()
    const [releases, rollbacks] = [await list('release'), await list('rollback')]
    judgeRuns(releases, told)
    judgeRollbacks(rollbacks, releases)
    expect((await list('incident')).map(({ facts }) => facts['rollback'])).toEqual(
      rollbacks.map(({ id }) => id),
    )
    await judgeRepository(world, releases, rollbacks)
    await judgeChannels(world, releases, rollbacks)
    expect([...world.github.refused, ...world.slack.refused]).toEqual([])
  } finally {
    redis.disconnect()
  }
}

function judgeRuns(releases: readonly Run[], told: readonly Told[]): void {
  const found = releases.map((run) => ({
    run: run.id,
    state: run.state,
    end: run.facts['outcome'],
    approvedAt: run.facts['commit'],
    deeds: deedsOf(run),
  }))
  expect(found).toEqual(told.map((one) => ({ ...one, state: 'finished', deeds: DEEDS[one.end] })))
}

function judgeRollbacks(rollbacks: readonly Run[], releases: readonly Run[]): void {
  const found = rollbacks.map((run) => [run.state, run.facts['release'], deedsOf(run)])
  const wanted = releases.filter(isRolledBack)
  const deeds = ['begin', 'deployed', 'passed', 'closed']
  expect(found).toEqual(wanted.map(({ id }) => ['finished', id, deeds]))
  expect(wanted.map(({ facts }) => facts['rollback'])).toEqual(rollbacks.map(({ id }) => id))
}

function deedsOf({ history }: Run): readonly string[] {
  return history.flatMap(({ kind, what }) => {
    if (kind === 'began') return ['begin']
    return kind === 'decided' || kind === 'completed' ? [what] : []
  })
}

async function judgeRepository(
  { github }: ReleaseWorld,
  releases: readonly Run[],
  rollbacks: readonly Run[],
): Promise<void> {
  const tagged = releases.filter(isTagged)
  const versions = tagged.map(textOf('version'))
  const back = rollbacks.map(textOf('tag'))
  expect(back).toEqual(releases.filter(isRolledBack).map((run) => `${textOf('version')(run)}-rollback`))
  expect(await tagsOf(github)).toEqual(['v1.3.2', ...versions, ...back].sort())
  const commits = await changelogCommits(github)
  expect(commits).toEqual(
    tagged.map((run) => ({
      sha: run.facts['releaseCommit'],
      message: `docs(changelog): release ${run.facts['version']}`,
      parents: [run.facts['commit']],
    })),
  )
  for (const run of tagged)
    expect(await github.git.tag(textOf('version')(run))).toMatchObject({
      type: 'tag',
      commit: run.facts['releaseCommit'],
    })
  const runs = github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')
  expect(runs.map(({ ref }) => ref).sort()).toEqual([...versions, ...back].sort())
  const published = (await github.git.releases()).map(({ tag_name }) => tag_name)
  expect(published.sort()).toEqual(releases.filter(isComplete).map(textOf('version')).sort())
}

const tagsSchema = z.array(z.object({ name: z.string() }))

async function tagsOf({ url, repository, token }: ReleaseWorld['github']): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/repos/${repository}/tags?per_page=100`, { headers })
  return tagsSchema
    .parse(await answer.json())
    .map(({ name }) => name)
    .sort()
}

/** Those on main, oldest first. */
async function changelogCommits({ git }: ReleaseWorld['github']) {
  const found = []
  for (let sha: string | undefined = await git.headOf('main'); sha !== undefined; ) {
    const { message, parents } = await git.commit(sha)
    if (message.startsWith('docs(changelog)'))
      found.unshift({ sha, message, parents: parents.map((parent) => parent.sha) })
    sha = parents[0]?.sha
  }
  return found
}

/** One card that shows the end for each run, one of each message under it, and one message in #ops; no pin is left. */
async function judgeChannels(
  world: ReleaseWorld,
  releases: readonly Run[],
  rollbacks: readonly Run[],
): Promise<void> {
  const cards = await cardsIn(world, 'releases')
  expect(cards.map(runOf).sort()).toEqual([...releases, ...rollbacks].map(({ id }) => id).sort())
  for (const run of [...releases, ...rollbacks]) {
    const card = cards.find((one) => runOf(one) === run.id)
    const replies = await world.slack.replies('releases', card?.ts ?? '')
    const titles = replies.map(titleIn)
    const found = [titleIn(card), ...titles.sort()]
    expect([run.id, found]).toEqual([run.id, [titleOf(run), ...[...messagesOf(run)].sort()]])
  }
  expect(await world.slack.pins('releases')).toEqual([])
  const ops = await cardsIn(world, 'ops')
  const live = ops.filter((one) => /^(REL|RBK)-/.test(runOf(one) ?? ''))
  expect(live.map((one) => [runOf(one), titleIn(one)]).sort()).toEqual(
    [
      ...releases
        .filter(isComplete)
        .map((run) => [run.id, `New version live: formation-hub ${run.facts['version']}`]),
      ...rollbacks.map((run) => [run.id, `Rolled back: formation-hub ${run.facts['target']} is live`]),
    ].sort(),
  )
}

function messagesOf(run: Run): readonly string[] {
  const { version, headline } = run.facts
  if (run.playbook === 'rollback')
    return [`formation-hub is back on ${run.facts['target']} - ${run.id}`, titleOf(run)]
  if (!isTagged(run)) return [titleOf(run)]
  return [
    `${version} is tagged - ${run.id}`,
    `Smoke OK - ${run.id}`,
    `All OK or rollback? - ${version}`,
    ...(isComplete(run) ? [`Released ${version}. Highlights: ${headline}`] : []),
  ]
}

/** Of the card of a run that ended. */
function titleOf({ playbook, facts: { version, target, outcome } }: Run): string {
  const what = playbook === 'rollback' ? `ROLLBACK ${version} to ${target}` : `RELEASE ${version}`
  return `[${what}] formation-hub - ${outcome}`
}

function titleIn(message: Shown | undefined): string {
  return message?.text?.split('\n')[0] ?? ''
}

function textOf(fact: string) {
  return ({ facts }: Run): string => String(facts[fact])
}

function isTagged({ facts }: Run): boolean {
  return facts['tagged'] === true
}

function isComplete({ facts }: Run): boolean {
  return facts['outcome'] === 'complete'
}

function isRolledBack({ facts }: Run): boolean {
  return facts['outcome'] === 'rolled back'
}
