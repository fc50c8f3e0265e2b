import { OUTAGE_CAUSES, type OutageCause, type ServiceFigures } from '../../../contract/service.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { stackedBar } from '../charts/stacked-bar.ts'
import type { Context, Section } from '../context.ts'

/** Minutes without internet by cause, most first; causes that there were none of are left out. */
export function outagesOf({ outageMinutes }: ServiceFigures): { cause: OutageCause; minutes: number }[] {
  return OUTAGE_CAUSES.map((cause) => ({ cause, minutes: outageMinutes[cause] ?? 0 }))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => b.minutes - a.minutes)
}

/** Whether it worked; and where it did not, why, in words. */
export function availabilitySection(c: Context): Section {
  const { words, report } = c
  return { id: 'availability', heading: words.availability.heading, body: bodyOf(c, report.city.service) }
}

function bodyOf(c: Context, service: ServiceFigures): Markup {
  const { words, say } = c
  const text = words.availability
  const { availability, inServiceMinutes } = service
  if (availability === null) return html`<p class="later">${text.none}</p>`
  const outages = outagesOf(service)
  const downMinutes = outages.reduce((sum, { minutes }) => sum + minutes, 0)
  const most = outages[0]?.minutes ?? 1
  const bar = (id: string, width: number) =>
    stackedBar({
      id,
      width,
      height: 28,
      title: text.bar,
      description: text.says(say.percent(availability)),
      pieces: [
        { label: `${text.works}: ${say.percent(availability)}`, share: availability, fill: 'works' },
        { label: `${text.down}: ${say.percent(1 - availability)}`, share: 1 - availability, fill: 'down' },
      ],
    })
  const row = ({ cause, minutes }: { cause: OutageCause; minutes: number }) =>
    html`<tr><th scope="row">${text.causes[cause]}</th><td class="track"><span class="cause" style="width:${Math.max(1, Math.round((minutes / most) * 100))}%"></span></td><td>${say.minutes(minutes)}</td><td>${say.percent(minutes / inServiceMinutes, 2)}</td></tr>`
  return html`<p class="lead">${text.says(say.percent(availability))} ${outages.length === 0 ? text.whole : text.rest(say.percent(1 - availability), say.minutes(downMinutes))}</p>
<figure class="bar"><div class="wide">${bar('availability-wide', 720)}</div><div class="narrow">${bar('availability-narrow', 340)}</div>
<figcaption><ul class="key"><li><span class="swatch works"></span>${text.works} ${say.percent(availability)}</li><li><span class="swatch down"></span>${text.down} ${say.percent(1 - availability)}</li></ul></figcaption></figure>
${outages.length === 0 ? '' : html`<table class="causes"><thead><tr><th scope="col">${text.cause}</th><td class="track"></td><th scope="col">${text.time}</th><th scope="col">${text.share}</th></tr></thead><tbody>${outages.map(row)}</tbody></table>`}
<p class="note">${text.parked}</p>`
}
