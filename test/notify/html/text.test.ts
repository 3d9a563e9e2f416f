import { expect, test } from 'vitest'
import type { Text } from '../../../src/notify/card.ts'
import { textToHtml } from '../../../src/notify/html/text.ts'

test.each<[string, Text, string]>([
  ['plain words', 'Docmost is down', 'Docmost is down'],
  [
    'markup is words',
    `<script>alert("1")</script> & 'so' <!channel>`,
    '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so&#39; &lt;!channel&gt;',
  ],
  ['spans', ['a ', { bold: 'b<' }, ' ', { code: '`c`' }], 'a <strong>b&lt;</strong> <code>`c`</code>'],
  [
    'a person is named, not addressed',
    [{ person: 'yan', name: 'Yan "Y" <yan@example>' }],
    '<span class="person">Yan &quot;Y&quot; &lt;yan@example&gt;</span>',
  ],
  [
    'a web address is a link',
    [{ link: 'https://wiki.example/a?b=1&c="2', label: 'the <wiki>' }],
    '<a href="https://wiki.example/a?b=1&amp;c=&quot;2" rel="noopener noreferrer">the &lt;wiki&gt;</a>',
  ],
  [
    'what would run is no link',
    [{ link: 'javascript:alert(1)', label: 'press me' }],
    'press me (javascript:alert(1))',
  ],
  ['nor is data', [{ link: 'data:text/html,<b>', label: 'x' }], 'x (data:text/html,&lt;b&gt;)'],
  ['nor a path', [{ link: '//elsewhere.example', label: 'x' }], 'x (//elsewhere.example)'],
])('%s', (_name, text, html) => {
  expect(String(textToHtml(text))).toBe(html)
})
