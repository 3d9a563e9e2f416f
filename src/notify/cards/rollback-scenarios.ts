/** The four scenarios of the release playbook in its own words, and what it does about each. */
export const ROLLBACK_SCENARIOS = [
  { id: 'healthcheck', words: 'Healthcheck KO post-deploy', remedy: 'deploy the stable version' },
  { id: 'bug', words: 'Bug critique decouvert dans watch period', remedy: 'deploy the stable version' },
  { id: 'migration', words: 'Migration schema casse rollups', remedy: 'restore the backup, then deploy' },
  { id: 'credentials', words: 'Compromission credentials post-deploy', remedy: 'rotate, then deploy' },
] as const

/** The scenario that a rollback names; the first one for a word that is none. */
export function scenarioOf(id: string | boolean | undefined) {
  return ROLLBACK_SCENARIOS.find((one) => one.id === id) ?? ROLLBACK_SCENARIOS[0]
}
