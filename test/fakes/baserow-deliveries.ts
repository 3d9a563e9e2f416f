import type { Clock } from '../../src/runs/ports.ts'
import { call, type Outcome } from './baserow-call.ts'
import type { LoggedCall, StoredHook } from './baserow-hooks.ts'
import { pythonJson } from './python-json.ts'

/** What a webhook is to be called for. */
export type Due = {
  readonly eventId: string
  /** As the header has it: the originating type, also where the body is of another. */
  readonly header: string
  /** Made anew for each attempt. */
  readonly payload: () => Readonly<Record<string, unknown>>
  readonly batch?: number
  /** The call after this one, when this one succeeds. */
  readonly next?: () => Due | undefined
}

export type Delivery = {
  readonly hook: number
  readonly eventId: string
  readonly url: string
  /** From 1. */
  readonly attempt: number
  readonly body: string
  /** What the receiver answered; 0 when it couldn't be reached, or was too slow. */
  readonly status: number
}

export type DeliveryOptions = {
  readonly clock: Clock
  /** How many times faster than Baserow it comes back. */
  readonly speed: number
  readonly timeoutMs: number
}

type Task = Due & {
  readonly hook: StoredHook
  readonly frozen: Pick<StoredHook, 'url' | 'method' | 'headers'>
  readonly attempt: number
}

const RETRIES = 8
/** The ninth failure in a row, of any calls, switches the hook off. */
const FAILURES = 8
const LOGGED = 10

/** One call at a time for each hook; what fails comes back after 1, 2, 4 ... 128 seconds, until the hook is switched off. */
export function createDeliveries({ clock, speed, timeoutMs }: DeliveryOptions) {
  const deliveries: Delivery[] = []
  const dropped: { readonly hook: number; readonly eventId: string; readonly why: Dropped }[] = []
  const busy = new Set<number>()
  const queues = new Map<number, Task[]>()
  const retrying = new Map<Task, () => void>()
  const watchers = new Set<() => void>()
  let nextCall = 1
  let ended = false

  function enqueue(task: Task): void {
    if (ended) return
    queues.set(task.hook.id, [...(queues.get(task.hook.id) ?? []), task])
    if (!busy.has(task.hook.id)) void work(task.hook)
  }

  async function work(hook: StoredHook): Promise<void> {
    busy.add(hook.id)
    for (let task = shift(hook.id); task !== undefined; task = shift(hook.id)) {
      if (hook.active) await attempt(task)
      else drop(task, 'deactivated')
      tell()
    }
    busy.delete(hook.id)
    tell()
  }

  function shift(hook: number): Task | undefined {
    const [first, ...rest] = queues.get(hook) ?? []
    queues.set(hook, rest)
    return first
  }

  async function attempt(task: Task): Promise<void> {
    const { hook, frozen, eventId } = task
    const body = pythonJson(task.payload())
    const headers = {
      ...frozen.headers,
      'Content-type': 'application/json',
      'X-Baserow-Event': task.header,
      'X-Baserow-Delivery': eventId,
    }
    const outcome = await call({ url: frozen.url, method: frozen.method, headers, body, timeoutMs })
    if (ended) return
    const status = outcome.status ?? 0
    deliveries.push({ hook: hook.id, eventId, url: frozen.url, attempt: task.attempt, body, status })
    log(task, body, outcome)
    if (status > 0 && status < 400) {
      hook.failed = 0
      const next = task.next?.()
      if (next !== undefined) enqueue({ ...next, hook, frozen, attempt: 1 })
    } else fail(task)
  }

  function fail(task: Task): void {
    const { hook } = task
    if (hook.failed < FAILURES) {
      hook.failed += 1
      if (task.attempt > RETRIES) drop(task, 'given up')
      else retry(task)
      return
    }
    hook.active = false
    drop(task, 'deactivated')
    for (const [waiting, takeBack] of [...retrying]) {
      if (waiting.hook !== hook) continue
      takeBack()
      retrying.delete(waiting)
      drop(waiting, 'deactivated')
    }
  }

  function retry(task: Task): void {
    const wait = (2 ** (task.attempt - 1) * 1000) / speed
    const takeBack = clock.after(wait, () => {
      retrying.delete(task)
      enqueue({ ...task, attempt: task.attempt + 1 })
    })
    retrying.set(task, takeBack)
  }

  function drop({ hook, eventId }: Task, why: Dropped): void {
    dropped.push({ hook: hook.id, eventId, why })
  }

  /** A retry overwrites the line of the attempt before. */
  function log({ hook, eventId, batch, frozen }: Task, body: string, outcome: Outcome): void {
    const type = /"event_type": "([^"]+)"/.exec(body)?.[1] ?? ''
    const line: LoggedCall = {
      id: nextCall++,
      event_id: eventId,
      batch_id: batch ?? null,
      event_type: type,
      called_time: new Date(clock.now()).toISOString(),
      called_url: frozen.url,
      request: `${frozen.method} ${frozen.url}\n\n${body}`,
      response: outcome.status === undefined ? null : outcome.body,
      response_status: outcome.status ?? null,
      error: outcome.error,
    }
    const same = (one: LoggedCall) =>
      one.event_id === line.event_id && one.batch_id === line.batch_id && one.event_type === type
    hook.calls = [line, ...hook.calls.filter((one) => !same(one))].slice(0, LOGGED)
  }

  function tell(): void {
    for (const watcher of [...watchers]) watcher()
  }

  const isIdle = () => busy.size === 0
  function until(check: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (!check()) return
        watchers.delete(watcher)
        resolve()
      }
      watchers.add(watcher)
      watcher()
    })
  }

  return {
    deliveries,
    dropped,
    /** The address and the headers are those of now, whenever it is delivered. */
    deliver(hook: StoredHook, due: Due): void {
      const { url, method, headers } = hook
      enqueue({ ...due, hook, frozen: { url, method, headers }, attempt: 1 })
    },
    /** Lost before it was ever sent: too many batches. */
    discard: (hook: StoredHook, eventId: string) =>
      void dropped.push({ hook: hook.id, eventId, why: 'batch limit' }),
    until,
    /** Nothing is under way or queued; what waits for its next attempt may be. */
    settled: () => until(isIdle),
    /** Calls that wait for their next attempt. */
    waiting: () => retrying.size,
    end(): void {
      ended = true
      for (const takeBack of retrying.values()) takeBack()
      retrying.clear()
      queues.clear()
    },
  }
}

export type Dropped = 'deactivated' | 'given up' | 'batch limit'
export type Deliveries = ReturnType<typeof createDeliveries>
