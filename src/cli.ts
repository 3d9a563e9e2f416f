import { pino } from 'pino'
import { createBaserowHooks } from './adapters/baserow/hooks.ts'
import { type HooksAccount, setUpBaserow } from './app/baserow-setup.ts'
import { loadConfig, namesSet } from './config.ts'

export type Terminal = {
  print(line: string): void
  complain(line: string): void
}

const USAGE = [
  'vigie - starts Vigie',
  'vigie baserow setup - creates and repairs the webhooks of Baserow; Vigie must be running',
  'vigie help - this',
]

/** What an operator types after the name of the program. Answers the exit code. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const { print, complain } = terminal
  const said = words.join(' ')
  switch (said) {
    case 'baserow setup':
      return setUpBaserow({ ...terminal, reading: loadConfig(), names: namesSet(), createHooks })
    case 'help':
    case '--help':
    case '-h':
      USAGE.forEach(print)
      return 0
    default:
      complain(`Unknown: vigie ${said.slice(0, 80)}`)
      USAGE.forEach(complain)
      return 2
  }
}

/** Lines of the log go where complaints go: what is printed can be read by a script. */
function createHooks(account: HooksAccount) {
  return createBaserowHooks({ ...account, log: pino({ level: 'warn' }, pino.destination(2)) })
}
