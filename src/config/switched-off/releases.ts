import type { Environment } from '../environment.ts'
import type { Team } from '../team.ts'

/** What releases lack, or that they are off altogether. */
export function withoutReleases(env: Environment, { releases, people }: Team): readonly string[] {
  if (releases === undefined) return ['Releases are off (no releases in vigie.yaml).']
  if (env.GITHUB_TOKEN === undefined && env.GITHUB_APP_ID === undefined)
    return ['Releases are off (no GITHUB_TOKEN or GITHUB_APP_ID): they are made on GitHub.']
  const owners = people.filter(({ groups }) => groups.includes('owners')).length
  return [
    ...(env.ALERTS_SECRET === undefined && releases.backup.url === undefined
      ? [
          'Nobody tells of backups (no ALERTS_SECRET, no releases.backup.url in vigie.yaml): every release waits for one.',
        ]
      : []),
    ...(releases.smoke.length === 0
      ? ['No smoke tests in vigie.yaml (releases.smoke): nothing is asked of production after a deployment.']
      : []),
    ...(releases.fourEyes === undefined && owners === 1
      ? ['One person in vigie.yaml is in the group "owners": whoever asks for a release approves it.']
      : []),
  ]
}
