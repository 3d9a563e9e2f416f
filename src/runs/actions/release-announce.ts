import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { notesOf } from '../../notify/documents/changelog.ts'
import type { Action } from '../act.ts'
import type { Repository } from '../release/ports.ts'
import type { Settings } from '../settings.ts'
import { gitHubIsOff, releasesAreOff } from './results.ts'

export type ReleaseAnnounceDeps = {
  readonly repository: Pick<Repository, 'textAt' | 'publishRelease'> | undefined
  readonly settings: Pick<Settings, 'releases'>
}

/** GitHub takes this many characters. */
const LONGEST = 125_000

/** The release on GitHub, with what the CHANGELOG says about the version at its tag. */
export function createReleaseAnnounce({ repository, settings }: ReleaseAnnounceDeps): Action {
  return async (run, _entry, effect) => {
    if (settings.releases === undefined) return releasesAreOff(effect)
    if (repository === undefined) return gitHubIsOff(effect, 'publish the release notes by hand')
    const tag = textFact(run.facts, 'version') ?? ''
    const changelog = await repository.textAt(settings.releases.changelog.path, tag)
    const body = notesOf(changelog ?? '', tag) || insteadOfNotes(run)
    const { url } = await repository.publishRelease({ tag, title: tag, body: body.slice(0, LONGEST) })
    return { step: 'announce', outcome: 'announced', fields: { releaseUrl: url } }
  }
}

/** Somebody went on without a CHANGELOG: the commits say it. */
function insteadOfNotes({ facts }: Run): string {
  const compared = textFact(facts, 'compareUrl')
  return [textFact(facts, 'changes') ?? '', compared ?? ''].filter((part) => part !== '').join('\n\n')
}
