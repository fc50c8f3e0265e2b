import { html } from 'hono/html'
import { TIMEZONE } from './crowd.ts'
import type { Told } from './workshop.ts'

const clock = new Intl.DateTimeFormat('es-MX', {
  timeZone: TIMEZONE,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** What the people of the workshop see: the newest message first. */
export function workshopPage(told: readonly Told[]): string {
  return String(html`<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="15">
<title>Taller norte (demo)</title>
<style>
:root { color-scheme: light dark; --line: #d5dad8; --soft: #55605c; }
@media (prefers-color-scheme: dark) { :root { --line: #39423f; --soft: #a5b1ad; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; }
.soft, time { color: var(--soft); }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; }
li { border-top: 1px solid var(--line); padding: 1rem 0; }
h2 { font-size: 1.0625rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
</style>
</head>
<body>
<main>
<h1>Taller norte (demo)</h1>
<p class="soft">Aquí llegan los avisos de la flotilla, como llegarían a su taller. <span lang="en">The fleet’s alerts arrive here, as they would at your workshop.</span></p>
${
  told.length === 0
    ? html`<p>Todavía no ha llegado ningún aviso: el primero llega en menos de un minuto. Esta página se actualiza sola. <span lang="en" class="soft">No alert has come yet: the first one does within a minute.</span></p>`
    : html`<ol>${told.map(
        ({ at, subject, text }) => html`<li>
<h2>${subject}</h2>
<p><time datetime="${new Date(at).toISOString()}">${clock.format(at)}</time></p>
<pre>${withoutSubject(subject, text)}</pre>
</li>`,
      )}</ol>`
}
</main>
</body>
</html>
`)
}

/** What mail programs show apart, chat programs show as the text's first line. */
function withoutSubject(subject: string, text: string): string {
  return text.startsWith(subject) ? text.slice(subject.length).trimStart() : text
}
