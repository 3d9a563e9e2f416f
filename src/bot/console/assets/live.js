// Keeps the page fresh. Everything else works without it.
const address = document.body.dataset.live
const badge = document.getElementById('live-state')

// An answer stands at the address of its form; reloading then would send the form again.
if (address !== undefined) history.replaceState(null, '', pageOf(address))
if (address !== undefined && badge !== null) lookOn(address, badge)
document.addEventListener('keydown', focusCommand)

function pageOf(fragment) {
  return fragment.endsWith('/part') ? fragment.slice(0, -'/part'.length) : '/console'
}

function lookOn(fragment, state) {
  // Too many open streams to one server keep a browser from loading anything, so a hidden page lets go after a while.
  const HIDDEN_MS = 60_000
  const COME_BACK_MS = 5_000
  // What is open says how long there is left ("in 12 min"): that goes on though nothing happens.
  const COUNTDOWN_MS = 60_000
  const announcer = addAnnouncer()
  const refresh = createRefresh(fragment, announcer, () => say('signed-out'))
  let source
  let leaving
  let returning

  connect()
  setInterval(countDown, COUNTDOWN_MS)
  // Some pages show what tells nobody that it changes.
  const every = Number(document.body.dataset.every ?? 0)
  if (every > 0)
    setInterval(() => document.hidden || state.dataset.state !== 'live' || refresh({ quiet: true }), every)
  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving)
    if (document.hidden) leaving = setTimeout(disconnect, HIDDEN_MS)
    else if (source === undefined) connect()
    else countDown()
  })
  // A page that comes back from the history shows what was, not what is.
  window.addEventListener('pageshow', (event) => event.persisted && connect())
  window.addEventListener('pagehide', disconnect)

  function connect() {
    clearTimeout(returning)
    source?.close()
    source = new EventSource('/console/live')
    source.addEventListener('open', () => {
      say('live')
      refresh()
    })
    source.addEventListener('changed', () => refresh())
    source.addEventListener('error', () => {
      if (state.dataset.state === 'signed-out') return
      say('away')
      if (source?.readyState !== EventSource.CLOSED) return
      // Refused rather than lost: the browser does not come back by itself. The fragment says whether one is signed in.
      returning = setTimeout(connect, COME_BACK_MS)
      refresh()
    })
  }

  function countDown() {
    const open = document.querySelector('.thread-open') !== null
    // What one has marked to copy it would be lost with its part.
    const marked = document.getSelection()?.isCollapsed === false
    if (open && !marked && !document.hidden && state.dataset.state === 'live') refresh({ quiet: true })
  }

  function disconnect() {
    clearTimeout(returning)
    source?.close()
    source = undefined
  }

  function say(word) {
    const words = { live: 'live', away: 'reconnecting', 'signed-out': 'signed out: reload' }
    state.hidden = false
    state.dataset.state = word === 'live' ? 'live' : 'away'
    if (state.textContent !== words[word]) state.textContent = words[word]
    if (word === 'signed-out') disconnect()
  }
}

/**
 * Fetches the fragment, one at a time; asked again meanwhile, it fetches once more afterwards.
 * A quiet one is not read out: nobody wants to hear each minute go by.
 */
function createRefresh(fragment, announcer, signedOut) {
  let busy = false
  let again
  return async function refresh({ quiet = false } = {}) {
    if (busy) {
      again = { quiet: quiet && (again?.quiet ?? true) }
      return
    }
    busy = true
    try {
      const response = await fetch(fragment, { headers: { accept: 'text/html' } })
      if (response.status === 401) signedOut()
      else if (response.ok) exchange(await response.text(), quiet ? undefined : announcer)
    } catch {
      // The stream notices as well, and asks again when it is back.
    }
    busy = false
    if (again !== undefined) {
      const next = again
      again = undefined
      await refresh(next)
    }
  }
}

/** Replaces the parts that show something else now, and leaves the others alone. */
function exchange(text, announcer) {
  const fresh = new DOMParser().parseFromString(text, 'text/html')
  const anchor = visiblePart()
  const focus = rememberFocus()
  const told = []
  for (const part of fresh.querySelectorAll('[data-rev]')) {
    const old = document.getElementById(part.id)
    if (old !== null && old.dataset.rev === part.dataset.rev && sameHome(old, part)) continue
    if (part.classList.contains('thread')) told.push(titleOf(part))
  }
  for (const home of new Set(
    [...fresh.querySelectorAll('[data-rev]')].map((part) => part.parentElement.id),
  )) {
    arrange(document.getElementById(home), fresh.getElementById(home))
  }
  focus()
  if (anchor !== undefined) window.scrollBy(0, anchor.shift())
  retitle()
  if (told.length > 0 && announcer !== undefined) announcer.textContent = `Changed: ${told.join('; ')}`
}

function sameHome(old, part) {
  return old.parentElement.id === part.parentElement.id
}

function arrange(home, fresh) {
  if (home === null || fresh === null) return
  const parts = [...fresh.children].map((part) => {
    const old = [...home.children].find((child) => child.id === part.id)
    if (old !== undefined && old.dataset.rev === part.dataset.rev) return old
    const replacement = document.adoptNode(part)
    if (old !== undefined) keepOpen(old, replacement)
    return replacement
  })
  for (const child of [...home.children]) if (!parts.includes(child)) child.remove()
  for (const [n, part] of parts.entries()) {
    if (home.children[n] !== part) home.insertBefore(part, home.children[n] ?? null)
  }
}

/** What one has unfolded stays unfolded. */
function keepOpen(old, replacement) {
  for (const details of old.querySelectorAll('details[open]')) {
    const same = replacement.querySelector(`details[id="${CSS.escape(details.id)}"]`)
    if (same !== null) same.open = true
  }
}

/** The button that has the keyboard is found again by what it does; without it, its part gets the keyboard. */
function rememberFocus() {
  const active = document.activeElement
  const part = active?.closest('[data-rev]')
  if (active === null || part === null || part === undefined) return () => {}
  const id = part.id
  const sign = signOf(active)
  return () => {
    if (document.contains(active)) return
    const now = document.getElementById(id)
    if (now === null) return
    const same = [...now.querySelectorAll('a, button, summary')].find((other) => signOf(other) === sign)
    const target = same ?? now
    if (same === undefined) now.tabIndex = -1
    target.focus({ preventScroll: true })
  }
}

function signOf(element) {
  const named = element.closest('form')?.elements
  const act = named?.namedItem('act') ?? named?.namedItem('text')
  return `${element.tagName} ${act?.value ?? element.getAttribute('href') ?? element.textContent}`
}

/** The first part in view, to keep what one reads in its place. */
function visiblePart() {
  if (window.scrollY === 0) return undefined
  const part = [...document.querySelectorAll('[data-rev]')].find((p) => p.getBoundingClientRect().bottom > 0)
  if (part === undefined) return undefined
  const top = part.getBoundingClientRect().top
  return { shift: () => (document.getElementById(part.id)?.getBoundingClientRect().top ?? top) - top }
}

/** The tab says how many are open. */
function retitle() {
  const open = document.querySelectorAll('#open .thread').length
  if (document.getElementById('open') === null) return
  const rest = document.title.replace(/^\(\d+\) /, '')
  document.title = open === 0 ? rest : `(${open}) ${rest}`
}

function titleOf(part) {
  return part.querySelector('.card-title')?.textContent?.trim() ?? ''
}

function addAnnouncer() {
  const announcer = document.createElement('p')
  announcer.className = 'quiet'
  announcer.setAttribute('aria-live', 'polite')
  document.body.append(announcer)
  return announcer
}

function focusCommand(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof Element && event.target.closest('input, textarea, select') !== null) return
  const command = document.getElementById('command')
  if (command === null) return
  event.preventDefault()
  command.focus()
}
