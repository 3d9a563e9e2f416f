import { expect, test } from 'vitest'
import { toPlainWords } from '../../../src/notify/slack/plain-words.ts'

const names: Readonly<Record<string, string>> = { U0CORENTIN: 'Corentin' }
const plain = (markup: string) => toPlainWords(markup, (user) => names[user])

test.each([
  ['nothing special', 'nothing special'],
  ['<@U0CORENTIN> please look', '@Corentin please look'],
  ['<@U0CORENTIN|coco> and <@U0OTHER|eve> and <@U0NOBODY>', '@Corentin and @eve and @U0NOBODY'],
  ['in <#C0123|ops> and <#C0456>', 'in #ops and #C0456'],
  ['<!here> <!channel> <!subteam^S0123|@team> <!subteam^S0456>', '@here @channel @team @subteam'],
  ['<!date^1392734382^{date} at {time}|2014-02-18 06:39>', '2014-02-18 06:39'],
  ['see <https://x.example/a?b=1&amp;c=2|the graph>', 'see the graph (https://x.example/a?b=1&c=2)'],
  ['<https://x.example> <https://x.example|https://x.example>', 'https://x.example https://x.example'],
  ['<mailto:a@x.example|a@x.example> <tel:+33123|call>', 'a@x.example call (+33123)'],
  ['a &lt; b &amp;&amp; c &gt; d, `x &amp;lt; y` *loud*', 'a < b && c > d, `x &lt; y` *loud*'],
  ['a < b and no end of it', 'a < b and no end of it'],
  ['', ''],
])('%j reads %j', (markup, words) => {
  expect(plain(markup)).toBe(words)
})
