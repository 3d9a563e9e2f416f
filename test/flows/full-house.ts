import { type GitHubFake, startGitHub } from '../fakes/github.ts'
import { startService } from '../fakes/service.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { type House, openHouse, type Services } from './house.ts'

/** A house in which every other system is on. */
export type FullHouse = House & {
  readonly github: GitHubFake
  readonly smtp: SmtpFake
  readonly services: Services
}

export type FullHouseOptions = {
  /** See `paris`. */
  readonly startsAt: number
  /** Changes to the text of vigie.example.yaml. */
  readonly team?: (yaml: string) => string
}

export async function openFullHouse(options: FullHouseOptions): Promise<FullHouse> {
  const github = await startGitHub({
    repository: 'formation-hub-example/formation-hub',
    people: ['corentin-example', 'yan-example'],
  })
  const smtp = await startSmtp()
  const services = {
    Docmost: await startService(),
    Baserow: await startService(),
    Bridge: await startService(),
    Postgres: await startService(),
  }
  const house = await openHouse({ transport: 'http', github, smtp, services, ...options })
  return {
    ...house,
    github,
    smtp,
    services,
    async close() {
      await house.close()
      await Promise.all([github, smtp, ...Object.values(services)].map((one) => one.close()))
    },
  }
}

/** Health checks that people ask for, while those by Vigie itself make no alert. */
export function withoutOwnAlerts(yaml: string): string {
  return yaml.replace('  failures: 3\n', '  failures: 100\n')
}

/** No alert declares an incident by itself. */
export function withoutRules(yaml: string): string {
  return yaml.replace(/ {2}declare:\n( {4}- .*\n)+/, '  declare: []\n')
}
