import type { Text } from '../../notify/card.ts'
import type { Hotfix, ReleaseDesk } from '../../runs/release/desk.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { takenBefore } from './open.ts'
import { judgeSpeaker, nothingReleased, start } from './start.ts'

type Found = Extract<Hotfix, { branch: string }>

/** Makes the branch that a hotfix is pushed to; once something is, begins its release. */
export async function hotfix(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  wanted: string,
): Promise<Reply> {
  const barred = await judgeSpeaker(context, speaker)
  if (barred !== undefined) return barred
  if ((await takenBefore(context, speaker, 'release')) !== undefined)
    return start(context, desk, speaker, { asked: wanted })
  const found = await desk.hotfix(wanted)
  switch (found.state) {
    case 'refused':
      return nothingReleased(found.because)
    case 'away':
      return refusal('Nothing was released - GitHub does not answer', {
        lines: [found.because, 'A hotfix begins at a tag: type it again once GitHub is back.'],
      })
    case 'ready':
      return start(context, desk, speaker, { asked: found.version, branch: found.branch })
    case 'made':
      await tellAudit(context, speaker, found)
      return branchStands(found)
    case 'empty':
      return branchStands(found)
  }
}

/** What to push there and what to type next: the same for who typed it once and for who typed it again. */
function branchStands({ branch, version, base }: Found): Reply {
  const lines: readonly Text[] = [
    [
      'Push the fix there: ',
      { code: `git fetch && git switch ${branch}` },
      ', commit, ',
      { code: 'git push' },
    ],
    ['Then release it: ', { code: `/release hotfix ${version}` }],
    'The fix is not on the main branch by that: merge it there too.',
  ]
  return answer(`${branch} begins at ${base}`, { lines })
}

async function tellAudit({ audit, clock }: Context, { person, door }: Speaker, { branch, base }: Found) {
  await audit.append({
    at: clock.now(),
    by: person.id,
    door,
    did: 'hotfix-branch',
    result: 'done',
    reason: `${branch} from ${base}`,
  })
}
