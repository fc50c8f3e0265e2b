import type { SectionName } from './sections.ts'

const es = {
  sections: {
    policy: 'Página y límites',
    terms: 'Términos de uso',
    alerts: 'Cuándo avisar',
    channels: 'A quién se avisa',
    feeds: 'Rutas (GTFS)',
    releases: 'Versiones',
    certificate: 'Certificado',
    data: 'Datos y mapa',
    report: 'Reporte de la ciudad',
    sharing: 'Quién lee el reporte',
    users: 'Personas',
    tokens: 'Claves de API',
    audit: 'Registro de cambios',
    account: 'Mi cuenta',
  } satisfies Record<SectionName, string>,
  nav: 'Partes de los ajustes',
  none: 'Esta parte de los ajustes no existe',
  first: 'Ir a la primera',
}
const en: typeof es = {
  sections: {
    policy: 'Page and limits',
    terms: 'Terms of use',
    alerts: 'When to tell',
    channels: 'Who is told',
    feeds: 'Routes (GTFS)',
    releases: 'Versions',
    certificate: 'Certificate',
    data: 'Data and map',
    report: 'Report of the city',
    sharing: 'Who reads the report',
    users: 'People',
    tokens: 'API keys',
    audit: 'Change log',
    account: 'My account',
  },
  nav: 'Parts of the settings',
  none: 'There is no such part of the settings',
  first: 'Go to the first one',
}
export const words = { es, en }
