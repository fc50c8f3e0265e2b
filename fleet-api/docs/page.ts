import { ERRORS } from '../../contract/problem.ts'
import { fieldsOf } from './fields.ts'
import { html, type Markup, prose } from './markup.ts'
import { anchorOf, fieldTable, operationCard, routeName } from './operation.ts'
import { STYLE } from './style.ts'
import type { ApiDocument, Operation } from './types.ts'

interface Route {
  method: string
  path: string
  operation: Operation
}

/** The API's description as a page for people. It runs no script and asks for nothing but itself. */
export function docsPage(document: ApiDocument): string {
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  )
  const groups = document.tags.map(({ name, description }) => ({
    name,
    description,
    routes: routes.filter(({ operation }) => operation.tags?.includes(name)),
  }))
  // Twice, of which one is shown: a phone's opens, and without a script nothing else could tell them apart.
  const links = html`${groups.map(navGroup)}<p class="nav-group"><a href="#schemas">Schemas</a></p>
<p class="nav-group"><a href="#errors">Errors</a></p>`
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Abordo API</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><a class="skip" href="#content">Skip to the content</a>
<header class="sign"><div><p class="wordmark">abordo</p><h1>API</h1><a class="file" href="/api/openapi.json">OpenAPI 3.1</a></div></header>
<div class="columns">
<nav class="wide" aria-label="Routes">${links}</nav>
<nav class="narrow" aria-label="Routes"><details><summary>Routes</summary>${links}</details></nav>
<main id="content" tabindex="-1">
${introduction()}
${groups.map(
  (group) => html`<section aria-labelledby="${groupId(group.name)}">
<h2 id="${groupId(group.name)}">${group.name}</h2><p class="lead">${group.description}</p>
${group.routes.map(({ method, path, operation }) => operationCard(document, method, path, operation))}</section>`,
)}
${schemas(document)}
${errors()}
</main></div></body></html>`
  return page.text
}

function groupId(name: string): string {
  return `group-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`
}

function navGroup({ name, routes }: { name: string; routes: Route[] }): Markup {
  return html`<p class="nav-group"><a href="#${groupId(name)}">${name}</a></p><ul>${routes.map(
    ({ method, path }) => html`<li><a href="#${anchorOf(method, path)}">${routeName(method, path)}</a></li>`,
  )}</ul>`
}

function introduction(): Markup {
  const paragraphs = [
    'Ask with an API token in the header `Authorization: Bearer …`; an admin makes one with `abordo token add NAME --role official`. A browser that has signed in asks by its cookie. Each route says which roles it is for.',
    'Times are ISO 8601 with an offset; ranges are half open. Bodies are JSON, at most 64 kB. Answers under `/api` have an ETag: send it in If-None-Match and an answer that has not changed is 304. A long list comes in pages: ask with `limit`, then with `after` set to what `next` said.',
    'Who asks too often is answered 429, with the seconds to wait in Retry-After. Every answer has an X-Request-Id; tell it when you ask for help.',
  ]
  return html`<section class="card" aria-labelledby="start"><h2 id="start">Start here</h2>
${paragraphs.map((text) => html`<p>${prose(text)}</p>`)}
<p class="label" id="start-curl">For the examples below</p>
<pre aria-labelledby="start-curl"><code>FLEET=https://fleet.example.mx
TOKEN=abordo_api_…</code></pre></section>`
}

function schemas({ components }: ApiDocument): Markup {
  return html`<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2><p class="lead">What several routes take or answer.</p>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<article class="card" id="schema-${name}" aria-labelledby="schema-${name}-title">
<h3 id="schema-${name}-title"><a class="self" href="#schema-${name}">${name}</a></h3>${fieldTable(name, fieldsOf(schema))}</article>`,
)}</section>`
}

function errors(): Markup {
  const rows = Object.entries(ERRORS).filter(([code]) => FLEET_ERRORS.has(code))
  return html`<section aria-labelledby="errors"><h2 id="errors">Errors</h2>
<p class="lead">Every refusal is a <a href="#schema-Problem">Problem</a> (RFC 9457, application/problem+json). Its code is stable.</p>
<div class="card"><table aria-labelledby="errors"><colgroup><col class="name"><col></colgroup>
<tbody>${rows.map(
    ([code, { status, en }]) =>
      html`<tr><th scope="row"><code>${code}</code></th><td><span class="status">${status}</span> ${en}</td></tr>`,
  )}</tbody></table></div></section>`
}

/** Of the one table of errors, those that the fleet answers; the others are a gateway's to its riders. */
const FLEET_ERRORS = new Set<string>([
  ...['bad-request', 'not-signed-in', 'wrong-credential', 'credential-revoked', 'not-allowed', 'not-found'],
  ...['code-used', 'code-expired', 'code-unknown', 'too-large', 'wrong-type', 'range-too-long', 'too-many'],
  ...['unavailable', 'internal'],
])
