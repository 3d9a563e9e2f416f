import { answer, refusal } from './answers.ts'
import type { Command, Reply, Speaker } from './command.ts'
import type { Context } from './context.ts'
import { splitCommand } from './parse.ts'
import { CHOSEN, choose } from './release/choose.ts'
import { hotfix } from './release/hotfix.ts'
import { listReleases } from './release/list.ts'
import { releasesAreOff } from './release/off.ts'
import { typedRollBack } from './release/rollback.ts'
import { spoken } from './release/spoken.ts'
import { openForm, start } from './release/start.ts'
import { status } from './release/status.ts'
import { NOTES, typeNote } from './release/typed.ts'
import { showRun } from './show.ts'

export const releaseCommand: Command = {
  name: '/release',
  usage: 'minor|patch|major|v1.4.0 | hotfix [v1.2.5] | rollback | status | list | ok | approve | help',
  summary: 'Release to production, roll back, see how it stands',
  help: [
    '/release - a form',
    '/release minor | patch | major | v1.4.0 - begin one; owners may',
    '/release hotfix v1.2.5 - the branch of a hotfix, made at v1.2.4; typed again with something pushed to it, its release',
    '/release rollback bug the editor is white - back to the previous stable version: healthcheck, bug, migration or credentials, and why; without them a form',
    '/release status - what is under way and what holds it, what is released, the freezes',
    '/release list - the last ones',
    '/release show REL-7 - its card and what happened',
    '/release ok | fix | release | abort | approve | deny - as the button of its card; REL-7 and a reason may follow',
    '/release retry | implied | asked | redeploy | smoke-again | go-on | by-hand | give-up - the others, where the card has them',
    '/release override REL-7 it cannot wait - release in spite of a freeze; owners may',
    '/release note REL-7 the editor is slower - a line in its thread',
  ],
  run: release,
}

async function release(context: Context, speaker: Speaker, text: string): Promise<Reply> {
  const { word, rest } = splitCommand(spoken(text))
  if (word === 'help') return answer('/release - what one may say', { lines: [...releaseCommand.help] })
  const desk = context.releases
  if (desk === undefined) return releasesAreOff(context)
  switch (word) {
    case '':
      return openForm(context, desk, speaker)
    case 'hotfix':
      return hotfix(context, desk, speaker, rest)
    case 'rollback':
      return typedRollBack(context, desk, speaker, rest)
    case 'status':
      return status(context, desk)
    case 'list':
      return listReleases(context)
    case 'show':
      return show(context, rest)
  }
  const note = NOTES.get(word)
  if (note !== undefined) return typeNote(context, speaker, word, note, rest)
  if (CHOSEN.has(word)) return choose(context, speaker, word, rest)
  if (isVersion(word) && rest === '') return start(context, desk, speaker, { asked: word })
  return refusal('Nothing was released', { lines: [judgeWord(word, rest), ...releaseCommand.help] })
}

const LEVELS = ['minor', 'patch', 'major']

/** What can only mean a version, even where it isn't one. */
function isVersion(word: string): boolean {
  return LEVELS.includes(word) || /^v?\d/.test(word)
}

function judgeWord(word: string, rest: string): string {
  return isVersion(word)
    ? `Nothing follows the version: /release ${word}. There was "${rest.slice(0, 40)}".`
    : `"${word.slice(0, 40)}" is no subcommand.`
}

async function show(context: Context, id: string): Promise<Reply> {
  return id === ''
    ? refusal('Which release?', { lines: ['Name it: /release show REL-7', 'Those there are: /release list'] })
    : showRun(context, id)
}
