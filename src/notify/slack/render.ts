/** The renderers for Slack: neutral card, form and home in, JSON that Slack takes out; and its markup read back. All pure. */
export { cardToBlockKit, type SlackMessage } from './card.ts'
export { cardToHome, type HomeView, homeToView } from './home.ts'
export { FORM_CALLBACK, formToModal, INPUT_ACTION, inputOf, type Modal } from './modal.ts'
export type { Resolve } from './mrkdwn.ts'
export { toPlainWords } from './plain-words.ts'
