import { type Context, lookOf } from '../commands/context.ts'
import type { DueAfter } from '../engine/span.ts'
import { renderMessage } from '../notify/cards/index.ts'
import { keepWritten } from '../notify/documents/keep-written.ts'
import { postMortem } from '../notify/documents/post-mortem.ts'
import { postMortemPath } from '../notify/documents/post-mortem-path.ts'
import type { Surface } from '../notify/ports.ts'
import { PLAYBOOKS } from '../playbooks/index.ts'
import type { PostMortemDocument } from '../runs/actions/incident-postmortem.ts'
import { createActions } from '../runs/actions/index.ts'
import { createCountdownDuty } from '../runs/duties/countdown.ts'
import { createHandoverDuty } from '../runs/duties/handover.ts'
import { createHealthDuty } from '../runs/duties/health.ts'
import { createLeadsDuty } from '../runs/duties/leads.ts'
import { createDuties, type Duties, type Duty, every } from '../runs/duties.ts'
import { createIntake, type Intake } from '../runs/intake.ts'
import { createPerform } from '../runs/perform.ts'
import type { Handler, Storage } from '../runs/ports.ts'
import { createReconcile, type Reconcile } from '../runs/reconcile.ts'
import type { Outside } from './outside.ts'
import type { ReleasesPart } from './releases.ts'
import type { Remotes } from './remotes.ts'
import type { SyncPart } from './sync.ts'

/** Everything that is done without anybody waiting for it. */
export type Work = {
  readonly perform: Handler
  readonly duties: Duties
  readonly intake: Intake
  readonly reconcile: Reconcile
}

export type WorkDeps = {
  readonly context: Context
  readonly storage: Storage
  readonly remotes: Remotes
  readonly surfaces: readonly Surface[]
  readonly dueAfter: DueAfter
  readonly releases: ReleasesPart | undefined
  readonly sync: SyncPart | undefined
}

export function createWork(outside: Outside, deps: WorkDeps): Work {
  const { context, storage, remotes, surfaces, dueAfter, releases, sync } = deps
  const { clock, log } = outside
  const intake = createIntake({ ...context, book: storage.alerts })
  const reconcile = createReconcile({ ...context, github: remotes.github })
  const names = surfaces.map((surface) => surface.name)
  const startedAt = clock.now()
  const duties = createDuties({
    duties: dutiesOf(deps, { intake, reconcile, startedAt }),
    queue: storage.queue,
    clock,
    log,
  })
  const actions = createActions({
    ...context,
    ...remotes,
    deliveries: storage.deliveries,
    surfaces: names,
    dueAfter,
    document: documentOf(context),
    actionItem: PLAYBOOKS['action-item'],
    inspectRelease: releases?.inspect,
    examineNow: releases?.examineNow,
    syncHands: sync?.hands,
  })
  const perform = createPerform({
    ...storage,
    runs: context.runs,
    surfaces,
    actions,
    duties,
    clock,
    log,
    lifeboat: () => onCallNow(context),
    startedAt,
    render: (run, message, entry) => renderMessage(run, message, entry, lookOf(context, run)),
  })
  return { perform, duties, intake, reconcile }
}

/** Whom a message reaches whose channel is lost. */
function onCallNow({ roster, clock }: Context): readonly string[] {
  const { primary, backup } = roster.onCallAt(clock.now())
  return [primary, backup]
}

const SWEEP_EVERY_MS = 10 * 60_000

function dutiesOf(
  { context, storage, remotes, surfaces, releases, sync }: WorkDeps,
  { intake, reconcile, startedAt }: Pick<Work, 'intake' | 'reconcile'> & { readonly startedAt: number },
): readonly Duty[] {
  const { settings, directory } = context
  const { checks, github } = remotes
  return [
    createHandoverDuty({ ...context, playbook: PLAYBOOKS.handover, nameOf: directory.nameOf, startedAt }),
    createLeadsDuty(context),
    createCountdownDuty({ ...context, queue: storage.queue, surfaces: surfaces.map(({ name }) => name) }),
    ...(checks === undefined ? [] : [createHealthDuty({ checks, settings, intake })]),
    ...(github === undefined ? [] : [sweepDuty(reconcile)]),
    ...(releases?.duties ?? []),
    ...(sync?.duties ?? []),
  ]
}

/** Finds what a missed webhook would have told. */
function sweepDuty(reconcile: Reconcile): Duty {
  return {
    name: 'reconcile-github',
    next: every(SWEEP_EVERY_MS),
    async perform() {
      await reconcile.sweep()
      return undefined
    },
  }
}

function documentOf({ settings }: Context): PostMortemDocument {
  return {
    path: (run) => postMortemPath(run, settings, settings.postMortems.folder),
    write: (run, actions, existing, digests) =>
      keepWritten(existing ?? '', postMortem(run, settings, actions), digests),
  }
}
