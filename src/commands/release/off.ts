import { refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'

/** Whatever was asked for: what to set, and what of it the start found missing. */
export function releasesAreOff({ warnings }: Pick<Context, 'warnings'>): Reply {
  return refusal('Releases are off', {
    lines: [
      ...warnings.filter((warning) => warning.startsWith('Releases are off')),
      'They need a releases block and repository in vigie.yaml, and GITHUB_TOKEN, or GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY and GITHUB_APP_INSTALLATION_ID.',
      'Set what is missing, then restart Vigie.',
    ],
  })
}
