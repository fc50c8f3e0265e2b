/** What a message says, before it is put into plain text or HTML. */
export interface Letter {
  subject: string
  paragraphs: string[]
  /** What is said of one alert, under a word each. */
  rows: { label: string; text: string }[]
  /** Of several alerts, a line each. */
  lists: { heading: string; items: { text: string; url: string | null }[]; more: string | null }[]
  link: { text: string; url: string } | null
  foot: string
}

export function plainOf({ subject, paragraphs, rows, lists, link, foot }: Letter): string {
  const blocks = [
    subject,
    ...paragraphs,
    rows.map(({ label, text }) => `${label}: ${text}`).join('\n'),
    ...lists.map(({ heading, items, more }) =>
      [`${heading}:`, ...items.map(({ text }) => `- ${text}`), ...(more === null ? [] : [more])].join('\n'),
    ),
    link === null ? '' : `${link.text}: ${link.url}`,
    `-- \n${foot}`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'

/**
 * Simple HTML for e-mail. It sets no background and no colour of text, so that it can be read where a mail program makes it dark; only
 * the button has both.
 */
export function htmlOf({ subject, paragraphs, rows, lists, link, foot }: Letter, language: string): string {
  const row = ({ label, text }: Letter['rows'][number]) =>
    `<dt style="font-size:13px;font-weight:600;margin:0">${escaped(label)}</dt><dd style="margin:0 0 12px">${escaped(text)}</dd>`
  const item = ({ text, url }: { text: string; url: string | null }) =>
    `<li style="margin:0 0 8px">${url === null ? escaped(text) : `<a href="${escaped(url)}" style="color:inherit">${escaped(text)}</a>`}</li>`
  const list = ({ heading, items, more }: Letter['lists'][number]) =>
    `<h2 style="font-size:17px;margin:24px 0 8px">${escaped(heading)}</h2><ul style="margin:0;padding:0 0 0 20px">${items.map(item).join('')}</ul>${more === null ? '' : `<p style="margin:8px 0">${escaped(more)}</p>`}`
  return [
    `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(subject)}</title></head>`,
    `<body style="margin:0;padding:16px;${FONT};font-size:16px;line-height:1.5"><div style="max-width:600px;margin:0 auto">`,
    `<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escaped(subject)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`),
    rows.length === 0 ? '' : `<dl style="margin:0">${rows.map(row).join('')}</dl>`,
    ...lists.map(list),
    link === null
      ? ''
      : `<p style="margin:24px 0"><a href="${escaped(link.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0b57d0;color:#ffffff;text-decoration:none;font-weight:600">${escaped(link.text)}</a></p>`,
    `<p style="margin:24px 0 0;padding:12px 0 0;border-top:1px solid #8888;font-size:13px">${escaped(foot)}</p>`,
    '</div></body></html>',
  ].join('')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)
}
