/** All keys of Vigie, so that nothing else in the same database is touched. */
export const keys = {
  sequence: (prefix: string) => `vigie:seq:${prefix}`,
  agreements: 'vigie:agreements',
  run: (id: string) => `vigie:run:${id}`,
  runs: (state: 'open' | 'finished', playbook?: string) =>
    playbook === undefined ? `vigie:runs:${state}` : `vigie:runs:${state}:${playbook}`,
  once: (key: string) => `vigie:once:${key}`,
  outbox: 'vigie:outbox',
  audit: 'vigie:audit',
  auditOf: (run: string) => `vigie:audit:${run}`,
  attempt: (job: string) => `vigie:attempt:${job}`,
  places: (run: string) => `vigie:places:${run}`,
  at: (surface: string, channel: string, message: string) => `vigie:at:${surface}:${channel}:${message}`,
  channel: (surface: string, name: string) => `vigie:channel:${surface}:${name}`,
  changed: 'vigie:changed',
  alertRun: (fingerprint: string) => `vigie:alert:run:${fingerprint}`,
  alertStates: (run: string) => `vigie:alert:states:${run}`,
  alertCounts: (run: string) => `vigie:alert:counts:${run}`,
  alertAnswer: (call: string) => `vigie:alert:answer:${call}`,
  backup: 'vigie:backup',
} as const
