import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/notify/card.ts'
import { type CardContext, cardToHtml } from '../../../src/notify/html/render.ts'

function contextOf(more: Partial<CardContext> = {}): CardContext {
  let n = 0
  return { action: '/console/act', csrf: 'csrf-1', nonce: () => `nonce-${++n}`, level: 3, ...more }
}

const bare: Card = { title: 'Quiet', status: 'info', fields: [], lines: [], buttons: [] }

describe('a card', () => {
  test('with everything, exactly', () => {
    const card: Card = {
      title: '[SEV1] formation-hub - Docmost is down',
      status: 'critical',
      fields: [
        { label: 'Symptom', value: 'Docmost is down' },
        { label: 'Investigating', value: [{ person: 'yan', name: 'Yan' }, ' since 14:32'] },
      ],
      lines: ['User-facing: yes'],
      buttons: [
        { label: 'Acknowledge', tone: 'primary', act: { kind: 'show', run: 'INC-1' } },
        { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update' } },
      ],
      code: 'K7M2',
      footer: 'INC-1 - declared by Yan at 14:30',
    }
    const context = contextOf({ href: '/console/runs/INC-1', carry: { from: 'INC-1' } })
    expect(String(cardToHtml(card, context))).toBe(
      [
        '<article class="card card-critical">',
        '<h3 class="card-title"><span class="card-status">Critical</span> <a href="/console/runs/INC-1">[SEV1] formation-hub - Docmost is down</a></h3>',
        '<dl class="card-fields">',
        '<div><dt>Symptom</dt><dd>Docmost is down</dd></div>',
        '<div><dt>Investigating</dt><dd><span class="person">Yan</span> since 14:32</dd></div>',
        '</dl>',
        '<p class="card-line">User-facing: yes</p>',
        '<div class="card-buttons">',
        '<form method="post" action="/console/act">',
        '<input type="hidden" name="csrf" value="csrf-1">',
        '<input type="hidden" name="nonce" value="nonce-1">',
        '<input type="hidden" name="act" value="{&quot;kind&quot;:&quot;show&quot;,&quot;run&quot;:&quot;INC-1&quot;}">',
        '<input type="hidden" name="from" value="INC-1">',
        '<button class="button button-primary">Acknowledge</button></form>',
        '<form method="post" action="/console/act">',
        '<input type="hidden" name="csrf" value="csrf-1">',
        '<input type="hidden" name="nonce" value="nonce-2">',
        '<input type="hidden" name="act" value="{&quot;kind&quot;:&quot;note&quot;,&quot;run&quot;:&quot;INC-1&quot;,&quot;note&quot;:&quot;update&quot;}">',
        '<input type="hidden" name="from" value="INC-1">',
        '<button class="button">Update</button></form>',
        '</div>',
        '<p class="card-code">Code <code>K7M2</code> - or type <code>/ops approve K7M2</code></p>',
        '<p class="card-footer">INC-1 - declared by Yan at 14:30</p>',
        '</article>',
      ].join(''),
    )
  })

  test('begins with what is asked, and folds what one reads before one decides', () => {
    const card: Card = {
      ...bare,
      asked: ['Yan - APPROVE or DENY?'],
      fields: [{ label: 'Version', value: 'v1.4.0' }],
      background: [[{ bold: 'Changes' }, '\n- one <fix>'], 'CHANGELOG'],
    }
    const folded = String(cardToHtml(card, contextOf({ name: 'REL-7' })))
    expect(folded).toMatch(/Quiet<\/h3><p class="card-line card-asked">Yan - APPROVE or DENY\?<\/p><dl/)
    expect(folded).toContain(
      '<details class="card-background" id="background-REL-7"><summary>Changes, CHANGELOG</summary><p class="card-line"><strong>Changes</strong>\n- one &lt;fix&gt;</p><p class="card-line">CHANGELOG</p></details>',
    )
    expect(String(cardToHtml(card, contextOf()))).not.toContain('<details')
  })

  test('with steps is an ordered list that marks the present one, and says the others in words', () => {
    const card: Card = {
      ...bare,
      steps: [
        {
          state: 'done',
          title: '1. Detect',
          detail: ['declared by ', { person: 'yan', name: 'Yan' }, ' at 14:32'],
        },
        { state: 'now', title: '2. Triage', detail: 'on call: team alerted' },
        { state: 'ahead', title: '3. Investigate', detail: 'responders: root cause' },
      ],
    }
    expect(String(cardToHtml(card, contextOf()))).toBe(
      [
        '<article class="card card-info"><h3 class="card-title"><span class="card-status">Info</span> Quiet</h3>',
        '<ol class="card-steps" role="list" aria-label="Steps">',
        '<li class="step step-done"><span class="quiet">Done: </span><span class="step-title">1.\u00a0Detect</span> <span class="step-detail">declared by <span class="person">Yan</span> at 14:32</span></li>',
        '<li class="step step-now" aria-current="step"><span class="step-title">2.\u00a0Triage</span> <span class="step-detail">on call: team alerted</span></li>',
        '<li class="step step-ahead"><span class="quiet">Ahead: </span><span class="step-title">3.\u00a0Investigate</span> <span class="step-detail">responders: root cause</span></li>',
        '</ol></article>',
      ].join(''),
    )
  })

  test('with a picture shows it in the colours and width of the window, anew with each look', () => {
    const chart = { option: {}, width: 640, height: 280 }
    const card: Card = { ...bare, picture: { key: 'k', alt: 'Latency "fine"', chart, looks: 20 } }
    const at = (ground: string, width: string) =>
      `/console/runs/REL-7/watch.svg?ground=${ground}&amp;width=${width}&amp;looks=20`
    expect(String(cardToHtml(card, contextOf({ picture: '/console/runs/REL-7/watch.svg' })))).toContain(
      [
        '<picture class="card-picture">',
        `<source media="(max-width: 45rem) and (prefers-color-scheme: dark)" srcset="${at('dark', 'narrow')}">`,
        `<source media="(prefers-color-scheme: dark)" srcset="${at('dark', 'wide')}">`,
        `<source media="(max-width: 45rem)" srcset="${at('light', 'narrow')}">`,
        `<img src="${at('light', 'wide')}" alt="Latency &quot;fine&quot;" width="640" height="280"></picture>`,
      ].join(''),
    )
    expect(String(cardToHtml(card, contextOf()))).not.toContain('<picture')
  })

  test('with nothing has no empty parts', () => {
    expect(String(cardToHtml(bare, contextOf({ level: 2 })))).toBe(
      '<article class="card card-info"><h2 class="card-title"><span class="card-status">Info</span> Quiet</h2></article>',
    )
  })

  test('made of hostile words shows them as words', () => {
    const evil = `"><img src=x onerror=alert(1)>'`
    const said = '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;'
    const card: Card = {
      title: evil,
      status: 'done',
      fields: [{ label: evil, value: evil }],
      lines: [evil],
      steps: [{ state: 'now', title: evil, detail: evil }],
      buttons: [{ label: evil, act: { kind: 'show', run: evil } }],
      code: evil,
      footer: evil,
    }
    const text = String(cardToHtml(card, contextOf({ href: evil, csrf: evil, carry: { [evil]: evil } })))
    expect(text).not.toContain('<img')
    expect(text).toContain(`<dt>${said}</dt><dd>${said}</dd>`)
    expect(text).toContain(`<span class="step-title">${said}</span> <span class="step-detail">${said}</span>`)
    expect(text).toContain(`<a href="${said}">${said}</a>`)
    expect(text).toContain(`value="{&quot;kind&quot;:&quot;show&quot;,&quot;run&quot;:&quot;\\&quot;&gt;`)
  })
})
