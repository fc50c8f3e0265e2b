/** Where the script is that keeps the page up to date and hands its address on. */
export const TRIP_SCRIPT_PATH = '/viaje/live.js'
/** Seconds. */
export const REFRESH_S = 30
/** What the page runs, if it may: twice a minute what is new is put in its place, and a button hands on the address. Keeps nothing. */
export const TRIP_SCRIPT = `const button = document.getElementById('share')
if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const url = location.origin + location.pathname
    if (navigator.share) return void navigator.share({ title: document.title, url }).catch(() => {})
    await navigator.clipboard.writeText(url)
    button.textContent = button.dataset.copied
  })
}
const timer = setInterval(async () => {
  if (document.hidden) return
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null)
  if (!answer) return
  if (answer.status === 410 || answer.status === 404) return void location.reload()
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('trip')
  if (fresh) document.getElementById('trip')?.replaceChildren(...fresh.childNodes)
}, ${REFRESH_S * 1000})
`
