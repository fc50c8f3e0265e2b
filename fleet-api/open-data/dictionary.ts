import type { Publication } from '../../contract/publication.ts'
import { html, type Markup, prose } from '../docs/markup.ts'
import { STYLE } from '../docs/style.ts'
import { type Column, columnsFor, type Table, unitOf } from '../report/columns/table.ts'
import { licencePath, OPEN_TABLES, type PackageFacts } from './package.ts'
import { DICTIONARY_STYLE } from './style.ts'
import { type Language, TEXTS, type Texts } from './texts.ts'

type Facts = Pick<PackageFacts, 'publication' | 'agency' | 'months'>

/** The page of the open data: its files, and what each column is. It is made of the same columns as the files and their schema. */
export function dictionaryPage({ publication, agency, months }: Facts, language: Language): string {
  const texts = TEXTS[language]
  return page(
    language,
    texts.title,
    html`<section aria-labelledby="use"><p class="intro">${texts.lead}</p>
<article class="card"><h2 id="use">${texts.use}</h2>${licence(publication, texts)}
${publication.contact === null ? '' : html`<p>${texts.contact} <a href="mailto:${publication.contact}">${publication.contact}</a></p>`}
<ul class="links"><li><a href="/city">${texts.publicPage}</a></li><li><a href="/city/method">${texts.method}</a></li>
<li><a href="/open-data/datapackage.json">${texts.package}</a></li></ul></article>
<article class="card"><h2>${texts.notes}</h2><ul class="notes">${texts.noteList.map((note) => html`<li>${prose(note)}</li>`)}</ul></article>
<article class="card"><h2>${texts.files}</h2>${files(months, texts)}</article>
${OPEN_TABLES.map((table) => columnTable(table, publication, language))}</section>`,
    publication.cityName ?? agency,
  )
}

/** What is answered instead while the data is not open. */
export function closedPage(language: Language): string {
  const texts = TEXTS[language]
  return page(
    language,
    texts.closedTitle,
    html`<section><article class="card"><p>${texts.closed}</p></article></section>`,
    null,
  )
}

function licence({ licence: name }: Publication, texts: Texts): Markup {
  const path = licencePath(name)
  return html`<p>${texts.licence(name)}${path === null ? '' : html` <a rel="license" href="${path}">${path}</a>`}</p>`
}

function files(months: Facts['months'], texts: Texts): Markup {
  if (months.length === 0) return html`<p>${texts.noFiles}</p>`
  const link = (href: string, text: string) => html`<a href="${href}">${text}</a>`
  const rows = months.map(({ month, state, revision }) => {
    const told = revision === null || revision === 0 ? '' : html` · ${texts.revision(revision)}`
    const links = OPEN_TABLES.map(({ name }) =>
      link(`/open-data/${name}.csv?month=${month}`, `${texts.tables[name] ?? name} (CSV)`),
    )
    const json = link(`/open-data/connectivity.json?month=${month}`, 'JSON')
    return html`<tr><th scope="row">${month}</th><td>${texts.states[state]}${told}</td><td class="files">${links} ${json}</td></tr>`
  })
  return html`<table class="months"><thead><tr><th scope="col">${texts.month}</th><th scope="col">${texts.state}</th>
<th scope="col">${texts.fileLinks}</th></tr></thead><tbody>${rows}</tbody></table>`
}

function columnTable(table: Table<never>, reader: Publication, language: Language): Markup {
  const texts = TEXTS[language]
  const rows = columnsFor(table, reader).map(
    (column) => html`<tr id="${table.name}-${column.name}"><th scope="row"><code>${breakable(column.name)}</code></th>
<td>${prose(column[language])}<span class="limit">${limits(column, texts)}</span></td></tr>`,
  )
  return html`<article class="card" aria-labelledby="${table.name}"><h2 id="${table.name}">${texts.columns(table.name)}</h2>
<p>${table[language]}</p><table class="dictionary"><colgroup><col class="name"><col></colgroup><tbody>${rows}</tbody></table></article>`
}

/** What a column's values may be: type, unit, range, when it is empty. */
function limits<T>(column: Column<T>, texts: Texts): string {
  const { type, constraints, riders } = column
  const unit = unitOf(column)
  const said = [constraints?.required && texts.always, riders && texts.maySuppress].filter(Boolean)
  const { minimum, maximum } = constraints ?? {}
  return [
    `${[texts.types[type], ...said].join('; ')}.`,
    unit !== null && `${texts.unit} ${unit}.`,
    constraints?.enum && `${texts.oneOf} ${constraints.enum.join(', ')}.`,
    minimum !== undefined && maximum !== undefined && texts.range(minimum, maximum),
  ]
    .filter(Boolean)
    .join(' ')
}

/** A long name may be broken at its underscores. */
function breakable(name: string): Markup {
  return html`${name.split('_').map((piece, index) => html`${index === 0 ? '' : html`_<wbr>`}${piece}`)}`
}

function page(language: Language, title: string, content: Markup, city: string | null): string {
  const texts = TEXTS[language]
  const { other } = texts
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}${city === null ? '' : ` · ${city}`} · Abordo</title>
<link rel="icon" href="data:,"><style>${STYLE}${DICTIONARY_STYLE}</style></head>
<body><a class="skip" href="#content">${texts.skip}</a>
<header class="sign"><div><p class="wordmark">abordo</p><h1>${title}</h1>
<a class="file" lang="${other.language}" hreflang="${other.language}" href="?lang=${other.language}">${other.name}</a></div></header>
<div class="one"><main id="content" tabindex="-1">${city === null ? '' : html`<p class="city">${city}</p>`}${content}</main></div></body></html>`
    .text
}
