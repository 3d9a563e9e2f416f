import bolt from '@slack/bolt'
import { Redis } from 'ioredis'

// The least that could be called the same: Bolt as its guide shows it, one Redis write where Vigie stores a run.
const { REDIS_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = process.env
const redis = REDIS_URL === undefined ? undefined : new Redis(REDIS_URL)
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  logLevel: bolt.LogLevel.ERROR,
})

app.command('/ops', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text: 'On call: Corentin, backup Yan' })
})

app.command('/incident', async ({ ack, command }) => {
  await redis?.xadd('bare:incidents', '*', 'by', command.user_id, 'text', command.text)
  await ack({ response_type: 'ephemeral', text: 'Declared' })
})

const server = await app.start({ host: '127.0.0.1', port: 0 })
process.stdout.write(`listening: http://127.0.0.1:${server.address().port}\n`)
process.once('SIGTERM', () => process.exit(0))
