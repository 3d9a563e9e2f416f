import { pino } from 'pino'
import type { ConsoleDeps } from '../../src/bot/console/deps.ts'
import { createConsole } from '../../src/bot/console/index.ts'
import type { SyncView } from '../../src/bot/console/view.ts'
import { createServer } from '../../src/bot/server.ts'
import type { Reply, Speaker } from '../../src/commands/command.ts'
import type { FeedThread, RunPage } from '../../src/commands/feed.ts'
import type { Act, Card } from '../../src/notify/card.ts'
import type { WatchView } from '../../src/notify/charts/watch.ts'
import type { Figure, ReleaseFigure } from '../../src/notify/figure.ts'
import type { Form } from '../../src/notify/form.ts'
import { resolveForm } from '../../src/notify/forms/incident.ts'
import type { Thread } from '../../src/notify/thread.ts'
import { createDirectory } from '../../src/runs/people.ts'
import type { AuditRecord } from '../../src/runs/ports.ts'

export const CORENTIN = { id: 'corentin', name: 'Corentin', groups: ['responders', 'owners'] }
export const YAN = { id: 'yan', name: 'Yan', groups: ['responders'] }
export const MAYA = { id: 'maya', name: 'Maya <b>Testeuse</b>', groups: [] }

/** Monday, 14:32 in Paris. */
export const NOW = Date.UTC(2026, 10, 23, 13, 32)

export const resolveAct: Act = {
  kind: 'choose',
  run: 'INC-1',
  step: 'triage',
  choice: 'resolve',
  form: 'incident.resolve',
}
export const acknowledgeAct: Act = {
  kind: 'choose',
  run: 'INC-1',
  step: 'triage',
  choice: 'acknowledge',
  code: 'K7M2',
}

export const incidentCard: Card = {
  title: '[SEV1] formation-hub - Docmost is down',
  status: 'critical',
  fields: [
    { label: 'Symptom', value: 'Docmost is down' },
    { label: 'Started', value: '14:32' },
    {
      label: 'Investigating',
      value: [
        'nobody yet - calling ',
        { person: 'corentin', name: 'Corentin' },
        ', to be acknowledged by 14:47',
      ],
    },
    { label: 'ETA', value: 'investigating' },
    { label: 'Channel', value: '#ops' },
  ],
  lines: ['User-facing: yes'],
  buttons: [
    { label: 'Acknowledge', tone: 'primary', act: acknowledgeAct },
    { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' } },
    { label: 'Resolve', act: resolveAct },
  ],
  code: 'K7M2',
  footer: ['INC-1 - declared by ', { person: 'yan', name: 'Yan' }, ' at 14:32'],
}

export const openThread: Thread = { run: 'INC-1', open: true, card: incidentCard, replies: [] }

export const finishedThread: Thread = {
  run: 'INC-0',
  open: false,
  card: {
    title: '[SEV2 RESOLVED] formation-hub - back online',
    status: 'done',
    fields: [
      { label: 'Duration down', value: '0h42m' },
      { label: 'Root cause', value: 'disk full on the backup volume' },
      { label: 'Impact', value: 'no uploads; 12 users affected; data loss: no' },
    ],
    lines: [],
    buttons: [],
    footer: 'INC-0 - declared by Yan at 09:10',
  },
  replies: [],
}

export const runView: RunPage = {
  thread: openThread,
  postMortem: false,
  steps: [
    {
      state: 'done',
      title: '1. Detect',
      actor: 'monitor or anybody',
      output: 'situation understood',
      ended: {
        at: NOW,
        when: '14:32',
        what: ['declared by ', { person: 'yan', name: 'Yan' }, ' (slack)'],
        said: [{ label: 'Title', value: 'Docmost <b>is down' }],
      },
    },
    { state: 'now', title: '2. Triage', actor: 'on call', output: 'team alerted' },
    { state: 'ahead', title: '3. Investigate', actor: 'responders', output: 'root cause' },
    { state: 'passed', title: '4. Mitigate', actor: 'responders', output: 'service restored' },
  ],
  timeline: [{ at: NOW, when: '14:32', what: ['declared by ', { person: 'yan', name: 'Yan' }, ' (slack)'] }],
  audit: [{ at: NOW, when: '14:32', what: 'yan - slack - began - done' }],
  note: { label: 'Add a note', act: { kind: 'note', run: 'INC-1', note: 'note', form: 'incident.resolve' } },
  sayable: [[{ code: '/incident lead INC-1' }, ' - take the lead']],
}

export const okCard: Card = {
  title: 'INC-1 is declared',
  status: 'info',
  fields: [],
  lines: ['It stands in #ops.'],
  buttons: [],
}
export const refusedCard: Card = {
  title: 'Not yours to acknowledge',
  status: 'warning',
  fields: [],
  lines: ['Responders may: Corentin, Yan.'],
  buttons: [],
}

export type Call =
  | { readonly method: 'say'; readonly speaker: Speaker; readonly command: string; readonly text: string }
  | { readonly method: 'press'; readonly speaker: Speaker; readonly act: Act }
  | {
      readonly method: 'send'
      readonly speaker: Speaker
      readonly form: Form
      readonly values: Readonly<Record<string, unknown>>
    }

type Script = {
  /** What the conversation answers to a call. */
  readonly answer?: (call: Call) => Promise<Reply>
  readonly threads?: () => Promise<readonly FeedThread[]>
  readonly figures?: readonly Figure[]
  readonly releaseFigures?: readonly ReleaseFigure[]
  /** Of REL-7. */
  readonly watch?: () => WatchView | undefined
  readonly records?: readonly AuditRecord[]
  /** What the console sees of Docmost and Baserow. */
  readonly sync?: SyncView
  readonly deps?: Partial<ConsoleDeps>
  readonly now?: () => number
}

/** The real server and console before a conversation that answers by script and keeps what it was told. */
export async function startScripted(script: Script = {}) {
  const calls: Call[] = []
  const listeners = new Set<(run: string) => void>()
  const log = pino({ level: 'silent' })
  const hear = async (call: Call): Promise<Reply> => {
    calls.push(call)
    if (script.answer !== undefined) return script.answer(call)
    if (call.method === 'press' && 'form' in call.act) {
      return { kind: 'form', form: resolveForm({ kind: 'act', act: call.act }) }
    }
    return { kind: 'answer', ok: true, card: okCard }
  }
  const deps: ConsoleDeps = {
    talk: {
      say: (speaker, command, text) => hear({ method: 'say', speaker, command, text }),
      press: (speaker, act) => hear({ method: 'press', speaker, act }),
      send: (speaker, form, values) => hear({ method: 'send', speaker, form, values }),
      home: async () => ({ waiting: [incidentCard], running: [], onCall: 'Corentin, then Yan' }),
      refuseStranger: async () => ({ kind: 'answer', ok: false, card: refusedCard }),
    },
    directory: createDirectory([CORENTIN, YAN, MAYA]),
    view: {
      feed: async () => ({
        threads: (await script.threads?.()) ?? [finishedThread, openThread],
        onCall: [['Primary: ', { person: 'corentin', name: 'Corentin' }], 'Next hand-over: 30 Nov 09:00'],
        drills: 'Drills stand in the sandbox.',
      }),
      figures: async () => script.figures ?? [],
      releaseFigures: async () => script.releaseFigures ?? [],
      run: async (id) => (id === 'INC-1' ? runView : undefined),
      watch: async (id) => (id === 'REL-7' ? script.watch?.() : undefined),
      postMortem: async () => undefined,
      auditExport: async function* () {
        yield* script.records ?? []
      },
      ...(script.sync === undefined ? {} : { sync: script.sync }),
    },
    drawChart: async ({ width }) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}"/>`,
    changes: {
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    demo: true,
    secret: 'a secret of at least thirty-two characters',
    publicUrl: 'http://127.0.0.1:3000',
    service: 'formation-hub',
    store: 'memory',
    timeZone: 'Europe/Paris',
    clock: { now: script.now ?? (() => NOW) },
    log,
    ...script.deps,
  }
  const server = createServer({ log, health: { store: 'memory', surfaces: {}, ping: async () => 'PONG' } })
  await server.register(createConsole(deps))
  await server.ready()
  return { server, calls, changed: (run: string) => listeners.forEach((tell) => void tell(run)) }
}

export type Scripted = Awaited<ReturnType<typeof startScripted>>
