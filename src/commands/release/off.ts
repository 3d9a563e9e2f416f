import { refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'

/** Whatever was asked for: what to set. */
export function releasesAreOff({ settings }: Pick<Context, 'settings'>): Reply {
  const missing = [
    ...(settings.releases === undefined ? ['a releases block in vigie.yaml'] : []),
    ...(settings.repository === undefined ? ['repository in vigie.yaml'] : []),
  ]
  return refusal('Releases are off', {
    lines: [
      missing.length === 0
        ? 'GitHub is off: set GITHUB_TOKEN, or GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY and GITHUB_APP_INSTALLATION_ID.'
        : `They need ${missing.join(', ')}, and GITHUB_TOKEN or the GITHUB_APP_ variables.`,
      'Set what is missing, then restart Vigie.',
    ],
  })
}
