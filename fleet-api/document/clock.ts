/** Where the script is that keeps the city's page up to date. */
export const REFRESH_PATH = '/city/refresh.js'

/**
 * What the page runs, if it may: once a minute what is so right now is put in its place, so that nobody loses where they are, as they would
 * where the page loaded itself again.
 */
export const REFRESH_SCRIPT = `const say = () => { for (const one of document.querySelectorAll('[data-refreshes]')) one.hidden = false }
say()
setInterval(async () => {
  if (document.hidden) return
  const answer = await fetch(location.href).catch(() => null)
  if (!answer?.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const id of ['now', 'routes']) {
    const part = fresh.getElementById(id)
    if (part) document.getElementById(id)?.replaceChildren(...part.childNodes)
  }
  say()
}, 60000)
`
