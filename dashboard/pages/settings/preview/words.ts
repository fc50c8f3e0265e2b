const es = {
  title: 'Así lo ven los pasajeros',
  frame: 'Página del portal como la ven los pasajeros',
  page: 'Página',
  pages: { welcome: 'Bienvenida', status: 'En línea', terms: 'Términos' },
  language: 'Idioma de la página',
  look: 'Apariencia del teléfono',
  looks: { light: 'Claro', dark: 'Oscuro' },
  note: 'Es la página real del portal, hecha con lo que escribes.',
  failed: 'La vista previa no se cargó.',
}
const en: typeof es = {
  title: 'What riders see',
  frame: 'The portal’s page as riders see it',
  page: 'Page',
  pages: { welcome: 'Welcome', status: 'Online', terms: 'Terms' },
  language: 'Language of the page',
  look: 'Look of the phone',
  looks: { light: 'Light', dark: 'Dark' },
  note: 'This is the portal’s real page, made from what you type.',
  failed: 'The preview did not load.',
}
export const words = { es, en }
