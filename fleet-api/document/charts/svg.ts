import { html, Markup } from '../../docs/markup.ts'

/** What any chart is told. */
export interface ChartFrame {
  /** In pixels of its own; it is shown as wide as there is room. */
  width: number
  height: number
  /** Of its parts: no two charts of a page have the same. */
  id: string
  /** For who does not see it. */
  title: string
  description: string
}

/** A chart's picture. `styled`: it stands alone, so it carries the colours of a page. */
export function svg({ width, height, id, title, description }: ChartFrame, body: Markup[], styled = false): Markup {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-about" class="chart">
<title id="${id}-title">${title}</title><desc id="${id}-about">${description}</desc>
${styled ? ALONE : ''}<defs><pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="soft"/><rect width="2.4" height="6" class="bar"/></pattern></defs>
${body}</svg>`
}

const ALONE = new Markup(`<style>
:root{--ink:#12212c;--muted:#566570;--hair:#dfe5e9;--bar:#0b57c4;--bar-soft:#b9d2f3;--panel:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e9eff3;--muted:#9db0bd;--hair:#26343f;--bar:#7db7ff;--bar-soft:#2c4a6b;--panel:#14212b}}
text{font:12px "Helvetica Neue","Segoe UI",Roboto,Arial,sans-serif;fill:var(--muted)}
.head{font-size:17px;font-weight:700;fill:var(--ink)}.ground{fill:var(--panel)}
.bar{fill:var(--bar)}.soft{fill:var(--bar-soft)}.grid{stroke:var(--hair)}.base{stroke:var(--muted)}.end{text-anchor:end}.middle{text-anchor:middle}
</style>`)
