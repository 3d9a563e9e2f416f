import type { RemoteError } from '../remote.ts'
import type { Evidence } from './evidence.ts'
import type { Check, WorkflowRun } from './ports.ts'
import { held, ok, seenAt, type Verdict, waits } from './verdict.ts'

const NAMED_AT_MOST = 5

/** Every check counts: a check that nobody requires may be the one that knows. */
export function judgeCi({ ci, e2e, commit, head, branch }: Evidence): Verdict {
  if ('said' in head && head.said === undefined)
    return held(`the branch ${branch} is gone: push it again, or abort the release`)
  if ('failed' in ci) return judgeSilence(ci.failed)
  const checks = ci.said
  if (checks.length === 0 && isGreen(e2e)) return ok(`nothing but E2E runs on ${short(commit)}`)
  if (checks.length === 0) return held(`no check ran on ${short(commit)}: start CI on it`)
  const red = checks.filter(({ state }) => state === 'red')
  if (red.length > 0) return held(seenAt(`red on ${short(commit)}: ${namesOf(red)}`, red[0]?.url))
  const running = checks.filter(({ state }) => state === 'running')
  if (running.length > 0)
    return waits(`${running.length} of ${counted(checks)} still run on ${short(commit)}`)
  return ok(`${counted(checks)} green on ${short(commit)}`)
}

export function judgeE2e({ e2e, commit }: Evidence, workflow: string | undefined): Verdict {
  if (workflow === undefined) return ok('no E2E workflow is configured')
  if ('failed' in e2e) return judgeWorkflow(e2e.failed, workflow)
  const { said: run } = e2e
  if (run === undefined) return held(`${workflow} did not run on ${short(commit)}: start it`)
  return judgeRun(run, `${workflow} on ${short(commit)}`)
}

function judgeRun({ state, said, url }: WorkflowRun, which: string): Verdict {
  switch (state) {
    case 'green':
      return ok(`${which} is green`)
    case 'red':
      return held(seenAt(`${which} is red (${said}): mend it, or run it again`, url))
    case 'waiting':
      return waits(`${which} waits for a reviewer`)
    case 'queued':
    case 'running':
      return waits(`${which} is ${state}`)
  }
}

function judgeWorkflow(error: RemoteError, workflow: string): Verdict {
  if (error.code !== 'not_found') return judgeSilence(error)
  return held(`there is no workflow ${workflow} on GitHub: correct releases.workflows.e2e in vigie.yaml`)
}

function judgeSilence({ code, message, retry }: RemoteError): Verdict {
  if (retry) return waits(`GitHub does not answer (${code})`)
  return held(`${message}: let the account of Vigie read checks and workflow runs`)
}

function isGreen(e2e: Evidence['e2e']): boolean {
  return 'said' in e2e && e2e.said?.state === 'green'
}

/** `lint, build and 3 more` */
function namesOf(checks: readonly Check[]): string {
  const names = checks.slice(0, NAMED_AT_MOST).map(({ name }) => name)
  const more = checks.length - names.length
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`
}

function counted(checks: readonly Check[]): string {
  return checks.length === 1 ? '1 check' : `${checks.length} checks`
}

function short(commit: string): string {
  return commit.slice(0, 7)
}
